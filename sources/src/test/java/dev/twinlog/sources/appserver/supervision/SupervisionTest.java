package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.Script.ATTACH;
import static dev.twinlog.sources.appserver.supervision.Script.CHATGPT;
import static dev.twinlog.sources.appserver.supervision.Script.SPAWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Act.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    @Test
    void handshake_runs_by_itself_in_its_order() {
        var play = new Script(SPAWN).look();
        assertThat(play.done()).containsExactly(new Act.Spawn(1));
        assertThat(play.gate()).isEqualTo("starting");
        play.tell(new Signal.Opened(1));
        assertThat(play.done())
                .containsExactly(
                        new Act.Note(
                                "sidecar_started", new java.util.TreeMap<>(Map.of("generation", "1", "link", "spawn"))),
                        new Act.Ask(1, Question.INITIALIZE));
        assertThat(play.gate()).isEqualTo("handshake");
        play.tell(new Signal.Initialized(1, null));
        assertThat(play.done())
                .containsExactly(
                        new Act.Ask(1, Question.INITIALIZED),
                        new Act.Ask(1, Question.ACCOUNT),
                        new Act.Ask(1, Question.LOADED));
        assertThat(play.gate()).isEqualTo("handshake");
        play.tell(new Signal.ListAnswered(1)).tell(new Signal.AccountAnswered(1, CHATGPT));
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.all.state()).isEqualTo(SidecarState.RUNNING);
        assertThat(play.all.handshake()).isEqualTo(HandshakeState.COMPLETE);
    }

    @Test
    void nothing_is_begun_before_the_first_look() {
        assertThat(new Script(SPAWN).pass(60_000).did(Act.Spawn.class)).isFalse();
    }

    @Test
    void an_answer_that_comes_too_soon_authenticates_nobody() {
        var play = new Script(SPAWN).look().tell(new Signal.Opened(1));
        play.tell(new Signal.AccountTold(1, CHATGPT));
        assertThat(play.counted()).contains("auth.untimely");
        play.tell(new Signal.Initialized(1, null));
        assertThat(play.all.auth()).isEqualTo(new AuthState.NeedsLogin(null));
    }

    @Test
    void a_new_generation_begins_signed_out() {
        var play = new Script(SPAWN).look().up(CHATGPT).crash().pass(600);
        play.tell(new Signal.Opened(2)).tell(new Signal.Initialized(2, null));
        play.tell(new Signal.AccountAnswered(1, CHATGPT)).tell(new Signal.AccountTold(1, CHATGPT));
        assertThat(play.all.auth()).isEqualTo(new AuthState.NeedsLogin(null));
        assertThat(play.gate()).as("the former generation is heard no more").isEqualTo("handshake");
    }

    @Test
    void silence_shuts_the_gate_after_fifteen_seconds_and_ends_the_link_after_thirty() {
        var play = new Script(SPAWN).look().up(CHATGPT);
        play.pass(14_999);
        assertThat(play.gate()).isEqualTo("open");
        play.pass(1);
        assertThat(play.gate()).isEqualTo("silent");
        play.pass(14_999);
        assertThat(play.did(Act.CloseLink.class)).isFalse();
        play.pass(1);
        assertThat(play.gate()).isEqualTo("restarting");
        assertThat(play.all.spends().lastCause()).isEqualTo("silent");
        assertThat(play.all.state()).isEqualTo(SidecarState.DEGRADED);
    }

    @Test
    void a_frame_opens_a_silent_gate_again() {
        var play = new Script(SPAWN).look().up(CHATGPT).pass(20_000).heard();
        assertThat(play.gate()).isEqualTo("open");
    }

    @Test
    void heart_beats_each_five_seconds() {
        var play = new Script(SPAWN).look().up(CHATGPT);
        play.done();
        for (int i = 0; i < 12; i++) play.pass(5_000).heard();
        assertThat(play.asked(Question.LOADED)).isEqualTo(12);
        assertThat(play.asked(Question.ACCOUNT))
                .as("who is signed in need not be asked again")
                .isZero();
    }

    @Test
    void third_crash_within_sixty_seconds_is_the_crash_loop() {
        var play = new Script(SPAWN).look();
        play.up(CHATGPT).pass(1_000).crash();
        assertThat(play.gate()).isEqualTo("restarting");
        play.pass(10_000).up(CHATGPT).pass(1_000).crash();
        assertThat(play.all.state()).isEqualTo(SidecarState.DEGRADED);
        play.pass(10_000).up(CHATGPT);
        assertThat(play.gate()).isEqualTo("open");
        play.done();
        play.crash();
        assertThat(play.all.state()).isEqualTo(SidecarState.CRASH_LOOP);
        assertThat(play.gate()).isEqualTo("crash_loop");
        assertThat(play.done()).contains(note("sidecar_state", Map.of("state", "crash_loop", "reason", "signal_9")));
        assertThat(play.pass(Duration.ofHours(5)).look().did(Act.Spawn.class)).isFalse();
    }

    @Test
    void a_crash_sixty_seconds_after_the_first_is_no_crash_loop() {
        var play = new Script(SPAWN).look().up(CHATGPT).crash();
        var first = play.now;
        play.pass(1_000).up(CHATGPT).crash();
        play.pass(10_000).up(CHATGPT);
        while (play.now.since(first).toMillis() < 60_000) play.pass(100).heard();
        assertThat(play.now.since(first)).isEqualTo(Duration.ofSeconds(60));
        play.crash();
        assertThat(play.all.state()).isEqualTo(SidecarState.DEGRADED);
    }

    @Test
    void crash_loop_is_left_by_an_operators_start_alone() {
        var play = new Script(SPAWN, false, true).look();
        play.tell(new Signal.Stop()).tell(new Signal.KillSwitch(true)).tell(new Signal.KillSwitch(false));
        play.tell(new Signal.Looked(false, null, null)).look().pass(600_000);
        assertThat(play.all.state()).isEqualTo(SidecarState.CRASH_LOOP);
        play.done();
        play.tell(new Signal.Start());
        assertThat(play.done())
                .containsExactly(
                        note("sidecar_state", Map.of("state", "inactive", "reason", "operator")), new Act.Spawn(1));
    }

    @Test
    void a_start_clears_the_budget() {
        var play = new Script(SPAWN)
                .look()
                .up(CHATGPT)
                .crash()
                .pass(2_000)
                .up(CHATGPT)
                .crash();
        play.tell(new Signal.Start());
        assertThat(play.all.spends().budget().spentAt(play.now)).isZero();
        play.up(CHATGPT).crash();
        assertThat(play.all.state()).isEqualTo(SidecarState.DEGRADED);
    }

    @Test
    void a_start_of_what_runs_changes_nothing() {
        var play = new Script(SPAWN).look().up(CHATGPT);
        var before = play.all;
        play.done();
        play.tell(new Signal.Start());
        assertThat(play.all).isEqualTo(before);
        assertThat(play.done()).isEmpty();
    }

    @Test
    void waits_between_starts_double_and_a_stable_minute_resets_them() {
        var play = new Script(SPAWN).look();
        for (long millis : List.of(500, 1_000)) {
            play.up(CHATGPT).pass(1_000).crash();
            assertThat(play.pass((long) (millis * 0.89)).all.life()).isNull();
            assertThat(play.pass((long) (millis * 0.22)).all.life()).isNotNull();
        }
        play.up(CHATGPT);
        for (int i = 0; i < 12; i++) play.pass(5_000).heard();
        play.crash();
        assertThat(play.pass(560).all.life()).isNotNull();
    }

    @Test
    void ordered_stop_closes_stdin_then_terminates_then_kills() {
        var play = new Script(SPAWN).look().up(CHATGPT);
        play.done();
        play.tell(new Signal.Stop());
        assertThat(play.done()).containsExactly(new Act.CloseLink(1));
        assertThat(play.all.state()).isEqualTo(SidecarState.STOPPING);
        assertThat(play.gate()).isEqualTo("stopped");
        assertThat(play.pass(999).done()).isEmpty();
        assertThat(play.pass(1).done()).containsExactly(new Act.Terminate(1));
        assertThat(play.pass(1_999).done()).isEmpty();
        assertThat(play.pass(1).done()).containsExactly(new Act.Kill(1));
        play.crash();
        assertThat(play.done())
                .containsExactly(
                        new Act.Over(1),
                        note(
                                "sidecar_ended",
                                Map.of(
                                        "generation",
                                        "1",
                                        "link",
                                        "spawn",
                                        "wanted",
                                        "true",
                                        "cause",
                                        "operator",
                                        "signal",
                                        "9")));
        assertThat(play.all.state()).isEqualTo(SidecarState.INACTIVE);
        assertThat(play.all.spends().total()).isZero();
        assertThat(play.pass(600_000).look().did(Act.Spawn.class)).isFalse();
    }

    @Test
    void a_start_while_it_stops_waits_for_the_end() {
        var play = new Script(SPAWN).look().up(CHATGPT).tell(new Signal.Stop());
        play.tell(new Signal.Start());
        assertThat(play.pass(100).all.generation()).isEqualTo(1);
        play.crash();
        assertThat(play.all.generation()).isEqualTo(2);
        assertThat(play.all.spends().total()).isZero();
    }

    @Test
    void kill_switch_shuts_at_once_and_starts_nothing_until_it_is_off() {
        var play = new Script(SPAWN).look().up(CHATGPT);
        play.tell(new Signal.KillSwitch(true));
        assertThat(play.gate()).isEqualTo("kill_switch");
        play.crash().pass(100_000).tell(new Signal.Start());
        assertThat(play.all.life()).isNull();
        play.tell(new Signal.KillSwitch(false));
        assertThat(play.all.generation()).isEqualTo(2);
        assertThat(play.all.spends().total()).isZero();
    }

    @Test
    void a_missing_program_is_looked_for_again_and_not_spent() {
        var play = new Script(SPAWN).look();
        for (int i = 0; i < 5; i++) {
            play.tell(new Signal.NoProgram(1, ShutReason.SIDECAR_MISSING, "nowhere"));
            assertThat(play.gate()).isEqualTo("sidecar_missing");
            assertThat(play.all.state()).isEqualTo(SidecarState.DEGRADED);
            assertThat(play.pass(4_999).all.life()).isNull();
            assertThat(play.pass(1).gate()).as("while it is looked for").isEqualTo("sidecar_missing");
            assertThat(play.all.generation()).as("the number was not used").isEqualTo(1);
        }
        play.up(CHATGPT);
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.all.spends().total()).isZero();
    }

    @Test
    void a_failed_start_is_spent() {
        var play = new Script(SPAWN).look();
        for (int i = 0; i < 3; i++) {
            play.tell(new Signal.NotOpened(play.all.generation(), "exec format error"))
                    .pass(2_000);
        }
        assertThat(play.all.state()).isEqualTo(SidecarState.CRASH_LOOP);
        assertThat(play.all.spends().lastCause()).isEqualTo("failed_start");
    }

    @Test
    void garbage_instead_of_a_handshake_is_told_then_spent() {
        var play = new Script(SPAWN).look().tell(new Signal.Opened(1)).tell(new Signal.BadFrame(1, "hello"));
        assertThat(play.gate()).isEqualTo("protocol");
        play.pass(10_000);
        assertThat(play.all.spends().lastCause()).isEqualTo("handshake_timeout");
        assertThat(play.all.lastError()).contains("hello");
    }

    @Test
    void garbage_between_frames_leaves_the_gate_open() {
        var play = new Script(SPAWN).look().up(CHATGPT).tell(new Signal.BadFrame(1, "hello"));
        assertThat(play.gate()).isEqualTo("open");
        assertThat(play.all.lastError()).isEqualTo("hello");
    }

    @Test
    void a_child_that_closes_its_output_shuts_the_gate_at_once_and_is_spent_once() {
        var play = new Script(SPAWN).look().up(CHATGPT).tell(new Signal.LinkClosed(1, "end"));
        assertThat(play.gate()).isEqualTo("restarting");
        assertThat(play.all.spends().total()).isZero();
        play.pass(1_000);
        assertThat(play.all.spends().total()).isEqualTo(1);
        play.crash();
        assertThat(play.all.spends().total()).isEqualTo(1);
    }

    @Test
    void close_ends_the_child_and_is_over_when_it_was_reaped() {
        var play = new Script(SPAWN).look().up(CHATGPT).tell(new Signal.Close());
        assertThat(play.all.over()).isFalse();
        play.tell(new Signal.Ended(1, 0, 0, ""));
        assertThat(play.all.over()).isTrue();
        assertThat(play.done())
                .contains(note(
                        "sidecar_ended",
                        Map.of(
                                "generation",
                                "1",
                                "link",
                                "spawn",
                                "wanted",
                                "true",
                                "cause",
                                "shutdown",
                                "code",
                                "0")));
    }

    @Test
    void generations_go_on_from_those_of_the_former_run() {
        var all = Supervision.begin(SPAWN, true, false, 41, false, 1, Tick.ZERO);
        assertThat(all.on(new Signal.Looked(true, null, null), Tick.ZERO).acts())
                .containsExactly(new Act.Spawn(42));
    }

    @Test
    void an_old_generations_child_that_opens_late_is_hung_up() {
        var play = new Script(ATTACH).socket("s").tell(new Signal.Stop());
        play.done();
        play.tell(new Signal.Opened(1));
        assertThat(play.done()).containsExactly(new Act.CloseLink(1));
        assertThat(play.all.life()).isNull();
    }

    private static Act note(String type, Map<String, String> values) {
        return new Act.Note(type, new java.util.TreeMap<>(values));
    }
}
