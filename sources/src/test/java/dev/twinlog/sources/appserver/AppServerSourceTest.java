package dev.twinlog.sources.appserver;

import static dev.twinlog.sources.appserver.SidecarStage.CODEX;
import static dev.twinlog.sources.appserver.SidecarStage.alive;
import static dev.twinlog.sources.appserver.SidecarStage.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.sources.appserver.Sidecar.Refused;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell of supervision with real children: scripts that answer as Codex does.
class AppServerSourceTest {
    @TempDir
    Path folder;

    private SidecarStage stage;

    @BeforeEach
    void set() throws IOException {
        stage = new SidecarStage(folder).codex(CODEX);
    }

    @AfterEach
    void clear() {
        stage.close();
    }

    @Test
    void a_signed_in_child_opens_the_gate_and_is_journaled() throws Exception {
        stage.memory = new SidecarMemory(41, false);
        stage.open();
        var health = stage.awaitOpen();
        assertThat(health.generation()).isEqualTo(42);
        assertThat(health.auth()).isEqualTo(new AuthState.Authenticated("chatgpt"));
        assertThat(health.reach()).isEqualTo("own_child");
        assertThat(alive(health.pid())).isTrue();
        stage.await("handshake complete", now -> now.handshake() == HandshakeState.COMPLETE);
        assertThat(stage.frames).allMatch(frame -> frame.generation() == 42);
        assertThat(stage.frames.stream().map(frame -> frame.number())).startsWith(1L, 2L, 3L);
        assertThat(stage.facts("sidecar_started").getFirst().values())
                .containsEntry("generation", "42")
                .containsEntry("link", "spawn")
                .containsEntry("pid", health.pid().toString())
                .containsEntry("binary", stage.program.toRealPath().toString())
                .containsEntry("version", "0.169.0")
                .hasEntrySatisfying("sha256", hash -> assertThat(hash).matches("[0-9a-f]{64}"));
    }

    @Test
    void it_says_who_it_is_and_nothing_that_is_not_permitted() throws Exception {
        stage.with(
                "greeting",
                "{\"id\":0,\"method\":\"item/commandExecution/requestApproval\",\"params\":{\"threadId\":\"t\",\"command\":\"rm\"}}");
        stage.open();
        stage.await("request heard", now -> now.counters().containsKey("server_requests"));
        stage.awaitOpen();
        stage.source().close();
        assertThat(stage.heard().getFirst()).contains("\"twinlog-sidecar\"");
        assertThat(stage.heard())
                .allMatch(line ->
                        line.matches(".*\"method\":\"(initialize|initialized|account/read|thread/loaded/list)\".*"));
        assertThat(stage.kept()).anyMatch(frame -> frame.contains("requestApproval"));
    }

    @Test
    void close_ends_the_child_in_order() throws Exception {
        stage.open();
        long pid = stage.awaitOpen().pid();
        stage.source().close();
        assertThat(alive(pid)).isFalse();
        assertThat(stage.facts("sidecar_ended").getFirst().values())
                .containsEntry("wanted", "true")
                .containsEntry("cause", "shutdown")
                .containsEntry("code", "0");
        assertThat(stage.source().health().state()).isEqualTo(SidecarState.INACTIVE);
    }

    @Test
    void close_kills_a_child_that_does_not_listen() throws Exception {
        stage.codex("trap '' TERM\n" + CODEX + "\nwhile :; do sleep 1000; done").open();
        long pid = stage.awaitOpen().pid();
        stage.source().close();
        assertThat(alive(pid)).isFalse();
        assertThat(stage.facts("sidecar_ended").getFirst().values()).containsEntry("signal", "9");
    }

    @Test
    void a_killed_child_comes_back_and_the_third_time_is_the_crash_loop() throws Exception {
        stage.open();
        for (int life = 1; life <= 3; life++) {
            int number = life;
            var health = stage.await("life " + life, now -> now.gateOpen() && now.generation() == number);
            assertThat(health.restarts().spentInWindow()).isEqualTo(life - 1);
            ProcessHandle.of(health.pid()).orElseThrow().destroyForcibly();
            var after = stage.await("noticed", now -> now.restarts().total() == number);
            assertThat(after.state()).isEqualTo(life < 3 ? SidecarState.DEGRADED : SidecarState.CRASH_LOOP);
        }
        var looping = stage.source().health();
        assertThat(reason(looping)).isEqualTo("crash_loop");
        assertThat(looping.restarts().clearInSeconds()).isBetween(55L, 60L);
        assertThat(stage.facts("sidecar_state").getLast().values()).containsEntry("state", "crash_loop");
        stage.source().start();
        stage.awaitOpen();
        assertThat(stage.source().health().restarts().spentInWindow()).isZero();
        assertThat(stage.facts("sidecar_state").getLast().values()).containsEntry("reason", "operator");
    }

    @Test
    void a_crash_loop_of_the_former_run_goes_on() throws Exception {
        stage.memory = new SidecarMemory(3, true);
        stage.open();
        stage.awaitShut("crash_loop");
        assertThat(stage.source().health().pid()).isNull();
        stage.source().start();
        assertThat(stage.awaitOpen().generation()).isEqualTo(4);
    }

    @Test
    void a_child_that_ends_at_once_tells_its_last_words_without_secrets() throws Exception {
        stage.codex("echo 'Error: no home, password hunter2' >&2; exit 3").open();
        var health = stage.await("crash loop", now -> now.state() == SidecarState.CRASH_LOOP);
        assertThat(health.lastError())
                .contains("exit code 3", "no home", "⟦redacted⟧")
                .doesNotContain("hunter2");
        assertThat(health.counters()).containsEntry("ends.exit_3", 3L);
    }

    @Test
    void garbage_is_counted_quoted_and_no_handshake() throws Exception {
        stage.codex("while :; do echo hunter2 says hello; sleep 1; done").open();
        var health = stage.awaitShut("protocol");
        assertThat(health.counters().get("bad_frames")).isPositive();
        assertThat(health.lastError()).contains("⟦redacted⟧ says hello");
        assertThat(stage.frames).isEmpty();
    }

    @Test
    void garbage_between_frames_shuts_nothing() throws Exception {
        stage.with("greeting", "thread panicked at 'hello'").open();
        stage.await("counted", now -> now.counters().containsKey("bad_frames"));
        stage.awaitOpen();
    }

    @Test
    void a_child_that_reads_nothing_blocks_nobody() throws Exception {
        stage.codex("exec sleep 1000").open();
        long pid = stage.awaitShut("handshake").pid();
        assertThatThrownBy(() -> stage.source().account())
                .isInstanceOf(Refused.class)
                .hasMessage(Errands.STARTING);
        stage.source().close();
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void stop_and_start_are_the_operators() throws Exception {
        stage.open();
        long pid = stage.awaitOpen().pid();
        stage.source().stop();
        var stopped = stage.await("stopped", now -> now.state() == SidecarState.INACTIVE);
        assertThat(reason(stopped)).isEqualTo("stopped");
        assertThat(alive(pid)).isFalse();
        assertThatThrownBy(() -> stage.source().account())
                .isInstanceOf(Refused.class)
                .hasMessage(Errands.NO_LINK);
        stage.source().start();
        assertThat(stage.awaitOpen().restarts().total()).isZero();
    }

    @Test
    void kill_switch_shuts_at_once_and_refuses_a_start() throws Exception {
        stage.open();
        stage.awaitOpen();
        stage.source().killSwitch(true);
        var health = stage.source().health();
        assertThat(reason(health)).isEqualTo("kill_switch");
        assertThat(health.expected()).isFalse();
        assertThatThrownBy(() -> stage.source().start())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("kill switch");
        stage.await("ended", now -> now.state() == SidecarState.INACTIVE);
        stage.source().killSwitch(false);
        stage.source().start();
        assertThat(stage.awaitOpen().generation()).isEqualTo(2);
    }

    @Test
    void with_the_kill_switch_on_nothing_is_started() throws Exception {
        stage.killSwitch = true;
        stage.open();
        stage.awaitShut("kill_switch");
        stage.source().killSwitch(false);
        assertThat(stage.awaitOpen().generation()).isEqualTo(1);
    }

    @Test
    void switched_off_it_expects_nothing_and_refuses_a_start() throws Exception {
        stage.stream = SidecarSettings.Stream.OFF;
        stage.open();
        assertThat(stage.source().health().expected()).isFalse();
        assertThatThrownBy(() -> stage.source().start())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("stream.enabled");
    }

    @Test
    void what_a_former_run_spent_of_the_budget_counts_until_it_is_a_minute_old() throws Exception {
        long now = System.currentTimeMillis();
        stage.memory = new SidecarMemory(
                5,
                false,
                List.of(new SidecarMemory.Spend(now - 61_000, "old"), new SidecarMemory.Spend(now - 5_000, "exit_3")),
                null);
        stage.open();
        var restarts = stage.awaitOpen().restarts();
        assertThat(restarts.spentInWindow()).isEqualTo(1);
        assertThat(restarts.lastCause()).isEqualTo("exit_3");
        assertThat(restarts.clearInSeconds()).isBetween(1L, 55L);
    }

    @Test
    void a_former_run_that_spent_it_all_ended_in_a_crash_loop() throws Exception {
        long now = System.currentTimeMillis();
        var spend = new SidecarMemory.Spend(now + 1_000, "signal_9");
        stage.memory = new SidecarMemory(5, false, List.of(spend, spend, spend), null);
        stage.open();
        stage.awaitShut("crash_loop");
        assertThat(stage.source().health().restarts().spentInWindow()).isEqualTo(3);
    }

    @Test
    void what_a_child_complains_of_beyond_what_is_kept_is_counted() throws Exception {
        stage.codex("head -c 200000 /dev/zero | tr '\\0' 'x' >&2; exit 3").open();
        stage.await(
                "counted",
                now -> now.counters().getOrDefault("stderr_dropped", 0L) >= 200_000 - Child.STDERR_BYTES_MAX);
    }

    private long count(String name) {
        return stage.source().health().counters().getOrDefault(name, 0L);
    }

    @Test
    void after_a_standstill_of_our_own_nobody_is_called_silent() throws Exception {
        stage.open();
        stage.awaitOpen();
        stage.jumped.set(Duration.ofMinutes(2).toNanos());
        Awaitility.await("the standstill noticed")
                .atMost(Duration.ofSeconds(30))
                .until(() -> count("stood_still") > 0);
        long beats = count("heartbeats_alike");
        Awaitility.await("a heartbeat later")
                .atMost(Duration.ofSeconds(30))
                .until(() -> count("heartbeats_alike") > beats);
        var health = stage.source().health();
        assertThat(health.generation()).isEqualTo(1);
        assertThat(health.restarts().total()).isZero();
        assertThat(health.gateOpen()).isTrue();
    }

    @Test
    void a_broken_config_is_the_last_error() throws Exception {
        stage.with(
                        "greeting",
                        "{\"method\":\"configWarning\",\"params\":{\"summary\":\"Invalid configuration; using defaults.\","
                                + "\"details\":\"config.toml:1:6\",\"path\":\"/x/config.toml\"}}")
                .open();
        var health = stage.await("warned", now -> now.lastError() != null);
        assertThat(health.lastError()).isEqualTo("Invalid configuration; using defaults. config.toml:1:6");
        stage.awaitOpen();
    }

    @Test
    void account_and_thread_are_answered_as_they_came() throws Exception {
        stage.open();
        stage.awaitOpen();
        assertThat(new String(stage.source().account(), StandardCharsets.UTF_8))
                .isEqualTo("{\"account\":{\"type\":\"chatgpt\"},\"requiresOpenaiAuth\":true}");
        assertThat(new String(stage.source().thread("t1\"}"), StandardCharsets.UTF_8))
                .contains("\"turns\":[]");
        assertThat(stage.heard().getLast()).contains("\"threadId\":\"t1\\\"}\"", "\"includeTurns\":true");
    }

    @Test
    void a_full_disk_loses_frames_and_says_so_but_the_link_goes_on() throws Exception {
        stage.diskFull.set(true);
        stage.open();
        assertThat(stage.awaitOpen().counters().get("frames_lost")).isPositive();
        assertThat(stage.frames).isEmpty();
    }

    @Test
    void await_gives_up_when_its_patience_is_over() throws Exception {
        stage.killSwitch = true;
        stage.open();
        assertThat(stage.source()
                        .await(SidecarHealth::gateOpen, Duration.ofMillis(50))
                        .gateOpen())
                .isFalse();
    }

    @Test
    void closed_it_refuses_and_blocks_nobody() throws Exception {
        stage.open();
        stage.awaitOpen();
        stage.source().close();
        stage.source().stop();
        assertThatThrownBy(() -> stage.source().account()).isInstanceOf(Refused.class);
    }
}
