package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.doctor.StreamAdvice;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Fallback and recovery, step by step, while a test lets the time pass.
class SequencesTest {
    @TempDir
    Path home;

    private Desk desk;
    private final TestPace pace = new TestPace();
    private final List<StepReport> told = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void sit() throws Exception {
        desk = Desk.in(home);
    }

    /// Time passes only while somebody waits; then it may bring something.
    private static final class TestPace implements Pace {
        private long now;
        private Runnable brings = () -> {};

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(Duration pause) {
            now += pause.toNanos();
            brings.run();
        }
    }

    private Course fallback() throws Exception {
        return new Fallback(desk, pace, () -> written.add("by hand")).take(told::add);
    }

    @Test
    void a_daemon_that_stands_still_is_asked_once_and_the_switch_is_written_for_it() throws Exception {
        var asked = new ArrayList<Operation>();
        Operator still = (operation, params) -> {
            asked.add(operation);
            throw new IOException("nothing came within 20 s");
        };
        var course = new Fallback(still, pace, () -> written.add("by hand")).take(told::add);
        assertThat(asked).containsExactly(Operation.CODEX_APP_SERVER_SET_STREAM_KILL_SWITCH);
        assertThat(written).containsExactly("by hand");
        assertThat(course.steps())
                .hasSize(4)
                .allSatisfy(step ->
                        assertThat(step.saw()).contains("the daemon does not answer: nothing came within 20 s"));
        assertThat(course.steps().getFirst().saw()).contains("written into config.toml");
    }

    @Test
    void what_cannot_be_written_by_hand_either_is_said() throws Exception {
        Operator still = (operation, params) -> {
            throw new IOException("nothing came within 20 s");
        };
        var course = new Fallback(still, pace, () -> {
                    throw new Refusal(Refusal.Reason.UNABLE, "the file is no TOML");
                })
                .take(told::add);
        assertThat(course.steps().getFirst().saw()).endsWith("within 20 s; the file is no TOML");
    }

    @Test
    void a_switch_that_a_variable_holds_on_is_on() throws Exception {
        desk = Desk.in(home, "TWINLOG_STREAM_KILL_SWITCH", "true");
        desk.sidecar.killSwitch(true);
        var course = fallback();
        assertThat(course.failed()).isNull();
        assertThat(course.steps().getFirst().saw()).startsWith("on already");
    }

    private Course recovery(boolean wait) throws Exception {
        return new Recovery(desk, pace, wait).take(told::add);
    }

    private static List<String> names(Course course) {
        return course.steps().stream().map(StepReport::step).toList();
    }

    private static StepReport failed(Course course, String step) {
        var failed = course.failed();
        assertThat(failed).as(course.toJson()).isNotNull();
        assertThat(failed.step()).isEqualTo(step);
        assertThat(course.mode()).isNull();
        return Objects.requireNonNull(failed);
    }

    @Test
    void a_fallback_ends_the_stream_and_keeps_the_baseline() throws Exception {
        var course = fallback();
        assertThat(names(course)).containsExactly("kill_switch", "stop_sidecar", "ingest", "mode");
        assertThat(course.mode()).isEqualTo("OTEL_ONLY");
        assertThat(told).isEqualTo(course.steps());
        assertThat(desk.sidecar.health().killSwitch()).isTrue();
        assertThat(desk.folders.settingsFile()).content().contains("kill_switch = true");
    }

    @Test
    void a_fallback_may_be_called_again() throws Exception {
        fallback();
        assertThat(fallback().mode()).isEqualTo("OTEL_ONLY");
    }

    @Test
    void a_fallback_says_when_nothing_is_captured() throws Exception {
        desk.ingestOff = true;
        var failed = failed(fallback(), "ingest");
        assertThat(failed.next()).contains("ingest.auto_ingest_enabled true");
        assertThat(desk.sidecar.health().killSwitch()).isTrue();
    }

    @Test
    void a_fallback_says_who_overrides_the_kill_switch() throws Exception {
        desk = Desk.in(home, "TWINLOG_STREAM_KILL_SWITCH", "false");
        var course = fallback();
        var failed = failed(course, "kill_switch");
        assertThat(failed.saw()).contains("TWINLOG_STREAM_KILL_SWITCH");
        assertThat(failed.next()).contains("without the variable TWINLOG_STREAM_KILL_SWITCH");
        stoppedAllTheSame(course);
    }

    @Test
    void a_fallback_with_broken_settings_stops_the_stream_and_says_which_line_to_correct() throws Exception {
        breakSettings();
        var course = fallback();
        var failed = failed(course, "kill_switch");
        assertThat(failed.saw()).contains("no TOML");
        assertThat(failed.next()).contains("correct line 1 of " + desk.folders.settingsFile());
        stoppedAllTheSame(course);
    }

    private void stoppedAllTheSame(Course course) {
        assertThat(names(course)).containsExactly("kill_switch", "stop_sidecar", "ingest", "mode");
        assertThat(course.steps().subList(1, 4)).as(course.toJson()).allMatch(StepReport::ok);
        assertThat(course.steps().get(1).saw()).contains("until the next start of Twinlog only");
        assertThat(desk.sidecar.told()).contains("stop");
    }

    private void breakSettings() throws Exception {
        Files.createDirectories(desk.folders.settingsFile().getParent());
        Files.writeString(desk.folders.settingsFile(), "page-port =\n");
    }

    @Test
    void a_recovery_with_broken_settings_names_the_line() throws Exception {
        breakSettings();
        var failed = failed(recovery(false), "settings");
        assertThat(failed.saw()).contains("no TOML");
        assertThat(failed.next()).contains("correct line 1 of ");
    }

    @Test
    void a_recovery_of_a_stream_that_is_switched_off_says_so() throws Exception {
        desk.call("set_ingest_config", "streamEnabled", "off");
        fallback();
        assertThat(failed(recovery(false), "settings").saw()).contains("stream.enabled is off");
    }

    @Test
    void a_binary_that_cannot_be_started_is_told_before_the_budget() throws Exception {
        desk.sidecar.failing(ShutReason.NOT_EXECUTABLE, "so it is").restarts(new Restarts(1, 3, 40, 1, "exit 3"));
        for (var wait : List.of(true, false))
            assertThat(failed(recovery(wait), "restart_budget").saw()).contains("cannot be executed", "so it is");
        assertThat(pace.now).isZero();
    }

    @Test
    void a_recovery_after_a_fallback_hears_the_stream_again() throws Exception {
        fallback();
        var course = recovery(false);
        assertThat(course.failed()).as(course.toJson()).isNull();
        assertThat(names(course))
                .containsExactly(
                        "settings",
                        "migration",
                        "auth_mode",
                        "restart_budget",
                        "kill_switch",
                        "start",
                        "handshake",
                        "account",
                        "mode");
        assertThat(course.mode()).isEqualTo("HYBRID_ACTIVE");
        assertThat(course.note()).contains("no user thread is streamed");
        assertThat(course.steps().get(1).saw()).isEqualTo("deferred, nothing_to_migrate");
        assertThat(desk.folders.settingsFile()).content().contains("kill_switch = false");
    }

    @Test
    void a_recovery_of_what_is_well_changes_nothing() throws Exception {
        assertThat(recovery(false).mode()).isEqualTo("HYBRID_ACTIVE");
        assertThat(desk.sidecar.health().generation()).isEqualTo(1);
    }

    @Test
    void a_recovery_does_not_begin_while_the_restart_budget_is_not_clear() throws Exception {
        fallback();
        desk.sidecar.restarts(new Restarts(2, 3, 37, 9, "exit 3"));
        var failed = failed(recovery(false), "restart_budget");
        assertThat(failed.saw()).contains("2 unwanted ends", "exit 3", "clear in 37 s");
        assertThat(failed.next()).contains("37 s", "twinlog recover --wait");
        assertThat(desk.sidecar.health().killSwitch()).isTrue();
    }

    @Test
    void a_recovery_may_wait_for_the_restart_budget() throws Exception {
        desk.sidecar.failing(ShutReason.CRASH_LOOP, "exit 3").restarts(new Restarts(3, 3, 37, 9, "exit 3"));
        pace.brings = () -> {
            long left = 37 - Duration.ofNanos(pace.now).toSeconds();
            if (left > 0) desk.sidecar.restarts(new Restarts(1, 3, left, 9, "exit 3"));
            else desk.sidecar.restarts(Restarts.NONE).failing(null, null);
        };
        assertThat(recovery(true).mode()).isEqualTo("HYBRID_ACTIVE");
        assertThat(Duration.ofNanos(pace.now)).isGreaterThanOrEqualTo(Duration.ofSeconds(37));
    }

    @Test
    void a_budget_that_is_never_clear_ends_the_waiting() throws Exception {
        desk.sidecar.restarts(new Restarts(1, 3, 60, 9, null));
        failed(recovery(true), "restart_budget");
        assertThat(Duration.ofNanos(pace.now))
                .isBetween(Recovery.BUDGET_PATIENCE, Recovery.BUDGET_PATIENCE.plus(Looks.BETWEEN));
    }

    @Test
    void an_unsupported_account_is_told_before_anything_is_changed() throws Exception {
        desk.sidecar.account("apikey");
        desk.call("codex_app_server_account_read");
        var failed = failed(recovery(false), "auth_mode");
        assertThat(failed.saw()).startsWith("Unsupported auth mode: apikey").contains("accepted: chatgpt");
        assertThat(failed.next())
                .contains("app_server_auth_mode chatgpt,apikey", "twinlog recover")
                .doesNotContain("logout");
    }

    @Test
    void an_unsupported_account_of_a_stopped_app_server_is_told_when_it_is_seen() throws Exception {
        fallback();
        desk.sidecar.account("apikey");
        var failed = failed(recovery(false), "account");
        assertThat(failed.saw()).contains("Unsupported auth mode: apikey");
    }

    @Test
    void who_is_not_signed_in_is_told_how() throws Exception {
        fallback();
        desk.sidecar.account(null);
        var failed = failed(recovery(false), "account");
        assertThat(failed.saw()).isEqualTo("Codex is not signed in");
        assertThat(failed.next()).isEqualTo("`twinlog stream login`; then `twinlog recover`");
    }

    @ParameterizedTest
    @EnumSource(
            value = ShutReason.class,
            names = {"SIDECAR_MISSING", "NOT_EXECUTABLE", "UNTRUSTED_BINARY", "CRASH_LOOP"})
    void what_no_waiting_puts_right_is_told_at_once(ShutReason reason) throws Exception {
        desk.sidecar.failing(reason, "so it is");
        var failed = failed(recovery(false), "start");
        assertThat(failed.saw()).endsWith(": so it is");
        assertThat(failed.next()).contains("`");
        assertThat(pace.now).isZero();
    }

    @Test
    void a_handshake_that_does_not_end_is_waited_for_and_told() throws Exception {
        desk.sidecar.failing(ShutReason.HANDSHAKE, null);
        failed(recovery(false), "handshake");
        assertThat(Duration.ofNanos(pace.now)).isGreaterThanOrEqualTo(Recovery.HANDSHAKE_PATIENCE);
    }

    @Test
    void the_answer_for_programs_names_the_failing_step() throws Exception {
        desk.sidecar.failing(ShutReason.SIDECAR_MISSING, null);
        var json = Json.read(recovery(false).toJson());
        assertThat(json.at("ok").isTrue()).isFalse();
        assertThat(json.at("failed").text()).isEqualTo("start");
        assertThat(json.at("next").text()).contains("sidecar.binary");
        assertThat(json.at("steps").elements()).hasSize(6);
        assertThat(json.names()).containsExactly("ok", "mode", "note", "seconds", "failed", "next", "steps");
    }

    static Stream<ShutReason> reasons() {
        return Stream.of(ShutReason.values());
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void every_reason_has_words_and_all_but_the_passing_ones_a_next_step(ShutReason reason) {
        for (var attached : List.of(true, false)) {
            var advice = StreamAdvice.of(reason.wire(), null, attached);
            boolean passes = reason == ShutReason.STARTING || reason == ShutReason.RESTARTING;
            assertThat(advice.what())
                    .isNotEqualTo(reason.wire().replace('_', ' '))
                    .doesNotContain("_");
            assertThat(advice.next() == null).isEqualTo(passes);
        }
    }
}
