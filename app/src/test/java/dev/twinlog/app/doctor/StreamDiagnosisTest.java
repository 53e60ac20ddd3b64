package dev.twinlog.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.app.doctor.StreamFacts.Binary;
import dev.twinlog.app.doctor.StreamFacts.Daemon;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.StreamSettings.Wanted;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamDiagnosisTest {
    private static final Path SOCKET = Path.of("/h/.codex/app-server-control/app-server-control.sock");

    @TempDir
    Path home;

    private static StreamFacts facts(@Nullable Daemon daemon, @Nullable Path socket) {
        return new StreamFacts(Wanted.AUTO, false, true, socket, null, daemon);
    }

    private static Daemon shut(String reason, @Nullable String link) {
        return new Daemon(true, false, reason, null, link);
    }

    private static @Nullable Finding find(StreamFacts facts, String check) {
        return StreamDiagnosis.of(facts).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElse(null);
    }

    private static Finding stream(StreamFacts facts) {
        return Objects.requireNonNull(find(facts, "stream"));
    }

    @ParameterizedTest
    @EnumSource(ShutReason.class)
    void every_reason_is_found_with_words(ShutReason reason) {
        var finding = stream(facts(shut(reason.wire(), "spawn"), null));
        assertThat(finding.state()).isIn(State.WARNING, State.PROBLEM);
        assertThat(finding.what()).startsWith("not heard: ");
    }

    @ParameterizedTest
    @CsvSource({
        "sidecar_missing, WARNING, sidecar.binary",
        "not_executable, PROBLEM, chmod",
        "untrusted_binary, PROBLEM, owned by you",
        "unsupported_auth_mode, PROBLEM, stream.enabled off",
        "handshake, WARNING, wait a moment",
        "handshake_failed, PROBLEM, sidecar.binary",
        "needs_login, WARNING, twinlog stream login",
        "crash_loop, PROBLEM, twinlog recover --wait",
        "silent, PROBLEM, twinlog recover",
        "stopped, WARNING, twinlog recover"
    })
    void what_an_operator_can_put_right_says_how(String reason, State state, String next) {
        var finding = stream(facts(shut(reason, "spawn"), null));
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.next()).contains(next);
    }

    @Test
    void a_kill_switch_that_was_left_on_is_told_before_all_else() {
        var facts = new StreamFacts(Wanted.ON, true, true, null, null, shut("crash_loop", null));
        assertThat(stream(facts).what()).contains("kill switch is on");
        assertThat(stream(facts).next()).contains("twinlog recover");
    }

    @Test
    void who_wants_the_stream_has_a_problem_without_a_program() {
        var facts = new StreamFacts(Wanted.ON, false, true, null, null, shut("sidecar_missing", null));
        assertThat(stream(facts).state()).isEqualTo(State.PROBLEM);
    }

    @Test
    void who_has_an_api_key_may_keep_it_and_nobody_is_told_to_sign_out() {
        for (var link : new String[] {"spawn", "attach"}) {
            var daemon = new Daemon(true, false, "unsupported_auth_mode", "Unsupported auth mode: apikey", link);
            assertThat(stream(facts(daemon, null)).next())
                    .contains("`twinlog config set app_server_auth_mode chatgpt,apikey`", "start Twinlog anew")
                    .contains("`twinlog config set stream.enabled off`", "codex login")
                    .doesNotContain("logout");
        }
    }

    @Test
    void a_handshake_that_goes_on_is_no_failed_one() {
        var goesOn = Map.of("reason", "handshake", "handshake", "initialize_sent", "state", "starting");
        assertThat(StreamAdvice.reason(goesOn)).isEqualTo("handshake");
        assertThat(StreamAdvice.reason(Map.of("reason", "handshake", "handshake", "failed")))
                .isEqualTo("handshake_failed");
        assertThat(StreamAdvice.reason(Map.of("reason", "handshake", "state", "degraded")))
                .isEqualTo("handshake_failed");
    }

    @Test
    void own_child_only_is_told() {
        var open = new Daemon(true, true, null, null, "spawn");
        assertThat(stream(facts(open, null)).what()).contains("no thread of yours is streamed");
        assertThat(stream(facts(open, null)).state()).isEqualTo(State.OK);
        var shared = new Daemon(true, true, null, null, "attach");
        assertThat(stream(facts(shared, SOCKET)).what()).contains("your own Codex");
        assertThat(find(facts(shared, SOCKET), "stream.socket")).isNull();
    }

    @Test
    void a_socket_at_which_nothing_answers_is_told() {
        var open = new Daemon(true, true, null, null, "spawn");
        var finding = find(facts(open, SOCKET), "stream.socket");
        assertThat(finding).isNotNull();
        assertThat(finding.what()).contains(SOCKET.toString());
        assertThat(find(facts(open, null), "stream.socket")).isNull();
        assertThat(find(new StreamFacts(Wanted.AUTO, false, false, SOCKET, null, open), "stream.socket"))
                .isNull();
    }

    @Test
    void without_a_daemon_the_settings_are_looked_at() {
        var none = new Binary(Path.of("/no/codex"), false, false);
        var plain = new Binary(Path.of("/a/codex"), true, false);
        assertThat(stream(facts(null, null)).state()).isEqualTo(State.CANNOT_TELL);
        assertThat(find(new StreamFacts(Wanted.ON, false, true, null, none, null), "stream.binary"))
                .hasFieldOrPropertyWithValue("state", State.PROBLEM);
        assertThat(find(new StreamFacts(Wanted.ON, false, true, null, plain, null), "stream.binary"))
                .extracting(Finding::next)
                .isEqualTo("chmod +x /a/codex");
        assertThat(stream(new StreamFacts(Wanted.OFF, false, true, null, null, null))
                        .state())
                .isEqualTo(State.OK);
    }

    @Test
    void facts_come_from_the_folders_the_settings_and_the_daemon() throws Exception {
        var environment = Map.of("HOME", home.toString(), "TWINLOG_SIDECAR_BINARY", "~/codex");
        var folders = Folders.of(environment, "Linux");
        var settings = Settings.read(folders, environment);
        var socket = home.resolve(".codex/app-server-control/app-server-control.sock");
        Files.createDirectories(socket.getParent());
        Files.createFile(socket);
        var sidecar = Map.of(
                "expected",
                true,
                "gate",
                "shut",
                "reason",
                "auth",
                "auth",
                Map.of("state", "needs_login"),
                "killSwitch",
                false);
        assertThat(StreamFacts.of(folders, settings, sidecar))
                .isEqualTo(new StreamFacts(
                        Wanted.AUTO,
                        false,
                        true,
                        socket,
                        new Binary(home.resolve("codex"), false, false),
                        new Daemon(true, false, "needs_login", null, null)));
    }
}
