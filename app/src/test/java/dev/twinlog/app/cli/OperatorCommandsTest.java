package dev.twinlog.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.CannedWiring;
import dev.twinlog.app.Daemon;
import dev.twinlog.app.operations.Desk;
import dev.twinlog.app.operations.Operation;
import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.sources.appserver.SidecarHealth.Approval;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.testkit.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The operators' commands at a daemon whose app-server a test gives.
class OperatorCommandsTest {
    @TempDir
    Path home;

    private Desk desk;
    private CannedCli cli;
    private Daemon daemon;

    @BeforeEach
    void serve() throws Exception {
        var environment = Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/twinlog");
        desk = Desk.in(home);
        var wiring = new CannedWiring(desk.answers, desk.methods());
        cli = new CannedCli(wiring, environment);
        var folders = Folders.of(environment, "Linux");
        daemon = wiring.daemon(folders, Settings.usual(folders).withPorts(0, 0, 0));
    }

    @AfterEach
    void end() {
        daemon.close();
    }

    private void status(String mode, String reason) {
        desk.answers.with(
                "status",
                Json.write(Json.object(
                        "captureMode",
                        mode,
                        "reasons",
                        java.util.List.of(),
                        "stream",
                        Json.object(
                                "expected",
                                mode.equals("HYBRID_ACTIVE"),
                                "reason",
                                reason,
                                "note",
                                "no user thread is streamed",
                                "threads",
                                Json.object("heard", java.util.List.of("t1"), "notHeard", java.util.List.of("t2"))))));
    }

    @Test
    void rpc_prints_the_bare_result() {
        assertThat(cli.run("rpc", "get_codex_app_server_status")).isZero();
        assertThat(cli.out())
                .startsWith("{\"state\":\"running\",\"generation\":1,\"link\":\"spawn\"")
                .endsWith("}\n");
        assertThat(cli.run("rpc", "status")).isZero();
        assertThat(cli.out()).isEqualTo(desk.answers.json("status") + "\n");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void rpc_takes_parameters_as_json() {
        assertThat(cli.run("rpc", "codex_app_server_set_stream_kill_switch", "{\"enabled\": true}"))
                .isZero();
        assertThat(desk.sidecar.told()).containsExactly("kill_switch true");
    }

    @Test
    void rpc_takes_a_list_as_an_array_and_says_what_needs_a_restart() {
        assertThat(cli.run("rpc", "set_ingest_config", "{\"watchPathsClaude\": [\"/a \\\"b\", \"/c\"]}"))
                .as(cli.err())
                .isZero();
        var config = Json.read(cli.out());
        assertThat(config.at("watchPathsClaude").value()).isEqualTo(java.util.List.of("/a \"b", "/c"));
        assertThat(config.at("needsRestart").value()).isEqualTo(java.util.List.of("watchPathsClaude"));
        assertThat(cli.run("rpc", "set_ingest_config", "{\"watchPathsClaude\": [[\"/a\"]]}"))
                .isEqualTo(3);
        assertThat(cli.err()).contains("an array of them");
    }

    @Test
    void rpc_names_its_own_parameter_for_what_is_insecure() {
        assertThat(cli.run("rpc", "configure_codex_otel", "{\"endpoint\": \"http://collector.example\"}"))
                .isEqualTo(3);
        assertThat(Json.read(cli.err()).at("message").text())
                .contains("\"allow_insecure\": true")
                .doesNotContain("--allow");
    }

    @Test
    void rpc_ends_with_3_for_an_error_and_prints_it_on_stderr() {
        assertThat(cli.run("rpc", "get_collector_migration_status")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("{\"code\":-32000,\"message\":\"not available in this version\"}\n");
        assertThat(cli.out()).isEmpty();
        assertThat(cli.run("rpc", "get_codex_app_server_statsu")).isEqualTo(3);
        assertThat(Json.read(cli.err()).at("code").number()).isEqualTo(-32601);
        assertThat(cli.err()).contains("did you mean 'get_codex_app_server_status'?");
        assertThat(cli.run("rpc", "get_codex_stream_dedupe_log", "{\"limit\": \"many\"}"))
                .isEqualTo(3);
        assertThat(Json.read(cli.err()).at("code").number()).isEqualTo(-32602);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rpc                   | which method?",
                "rpc status [1]        | must be an object",
                "rpc status {          | must be an object",
                "rpc status {}x        | must be an object",
                "rpc status {} {}      | too much",
                "stream                | which of its commands?",
                "stream kil            | did you mean 'kill'? It has status",
                "stream kill           | Missing required parameter",
                "stream kill maybe     | kill takes on or off, not 'maybe'",
                "recover --now         | no option '--now'"
            })
    void wrong_usage_ends_with_2(String line, String said) {
        assertThat(cli.run(line.strip().split(" +"))).isEqualTo(2);
        assertThat(cli.err()).contains(said);
    }

    @Test
    void rpc_lists_every_operation() {
        assertThat(cli.run("rpc", "--list")).isZero();
        for (var operation : Operation.values()) assertThat(cli.out()).contains(operation.wire());
        assertThat(cli.out()).contains("codex_app_server_set_stream_kill_switch {enabled}");
    }

    @Test
    void without_a_daemon_nothing_can_be_done() {
        daemon.close();
        for (var line : new String[] {"rpc status", "stream status", "recover"}) {
            assertThat(cli.run(line.split(" "))).isEqualTo(3);
            assertThat(cli.err()).contains("no daemon runs: start it with `twinlog up`");
        }
    }

    @Test
    void a_fallback_without_a_daemon_holds_for_the_next_start() throws Exception {
        daemon.close();
        assertThat(cli.run("fallback")).isEqualTo(3);
        assertThat(cli.err()).contains("the kill switch is on now", "twinlog up");
        assertThat(Files.readString(desk.folders().settingsFile())).contains("kill_switch = true");
    }

    @Test
    void sequences_without_a_daemon_answer_programs_too() throws Exception {
        daemon.close();
        for (var command : new String[] {"fallback", "recover"}) {
            assertThat(cli.run(command, "--json")).isEqualTo(3);
            var answer = Json.read(cli.out());
            assertThat(answer.at("ok").value()).isEqualTo(false);
            assertThat(answer.at("failed").text()).isEqualTo("daemon");
            assertThat(answer.at("steps").elements().getFirst().at("saw").text())
                    .contains("no daemon runs");
            assertThat(cli.err()).contains("no daemon runs");
        }
    }

    @Test
    void a_kill_switch_without_a_daemon_holds_for_the_next_start() throws Exception {
        daemon.close();
        assertThat(cli.run("stream", "kill", "on")).isZero();
        assertThat(cli.out()).contains("The kill switch is on", "from the next start");
        assertThat(Files.readString(desk.folders().settingsFile())).contains("kill_switch = true");
        notRunning();
        assertThat(cli.run("status")).isZero();
        assertThat(cli.out()).contains("stream        nothing runs, and the kill switch is on");
        assertThat(cli.run("stream", "kill", "off", "--json")).isZero();
        assertThat(Json.read(cli.out()).at("killSwitch").value()).isEqualTo(false);
        assertThat(cli.run("status")).isZero();
        assertThat(cli.out()).contains("stream        nothing runs").doesNotContain("not expected", "kill switch");
    }

    @Test
    void the_status_of_a_daemon_needs_no_settings_that_can_be_read() throws Exception {
        status("HYBRID_ACTIVE", null);
        Files.createDirectories(desk.folders().settingsFile().getParent());
        Files.writeString(desk.folders().settingsFile(), "page-port =\n");
        assertThat(cli.run("status")).as(cli.err()).isZero();
    }

    private void notRunning() {
        desk.answers.with(
                "status",
                Json.write(Json.object(
                        "captureMode",
                        "FAILURE",
                        "reasons",
                        java.util.List.of("not_running: nothing is captured"),
                        "stream",
                        Json.object("expected", false, "reason", "not_expected"))));
    }

    @Test
    void the_stream_is_told_in_plain_words() {
        desk.sidecar
                .threads(new LiveThread("t1", true, false), new LiveThread("t2", false, false))
                .approvals(new Approval("7", "item/commandExecution/requestApproval", "t1", "i", "run `rm -r x`?", 0))
                .restarts(new Restarts(1, 3, 42, 5, "exit 3"));
        assertThat(cli.run("stream", "status")).isZero();
        assertThat(cli.out()).isEqualTo("""
                stream        heard
                              by Twinlog's own app-server: no thread of yours is streamed
                link          Twinlog's own app-server, process 4711
                state         running, generation 1, handshake complete
                sign-in       signed in (chatgpt)
                kill switch   off
                restarts      1 of 3 unwanted ends within 60 s, clear in 42 s; 5 since Twinlog started, the last: exit 3
                threads       1 streamed, 0 idle, of 2
                waiting       for you, in Codex, thread t1: run `rm -r x`?
                binary        /usr/bin/codex, version 0.169.0
                """);
    }

    @Test
    void a_stream_that_is_not_heard_comes_with_what_to_do() {
        desk.sidecar.failing(ShutReason.NOT_EXECUTABLE, "/opt/codex has mode rw-r--r--");
        assertThat(cli.run("stream", "status")).isZero();
        assertThat(cli.out())
                .startsWith("stream        not heard: the Codex that was found cannot be executed: /opt/codex has mode"
                        + " rw-r--r--\nnext          `chmod +x` on it");
    }

    @Test
    void the_kill_switch_is_turned_and_taken_back() {
        assertThat(cli.run("stream", "kill", "on")).isZero();
        assertThat(cli.out()).isEqualTo("""
                stream        not expected: the kill switch is on
                next          `twinlog recover` brings it back
                """);
        assertThat(cli.run("stream", "kill", "off", "--json")).isZero();
        assertThat(Json.read(cli.out()).at("killSwitch").value()).isEqualTo(false);
    }

    @Test
    void a_sign_out_says_what_it_did() {
        assertThat(cli.run("stream", "logout")).isZero();
        assertThat(cli.out()).startsWith("sign-in       Codex is signed out on this machine");
        assertThat(cli.run("stream", "--help")).isZero();
        assertThat(cli.out()).contains("signs the whole");
    }

    @Test
    void an_error_is_told_once_and_only_while_nothing_is_heard() {
        desk.sidecar.failing(ShutReason.CRASH_LOOP, "exit 3: no such option");
        assertThat(cli.run("stream", "status")).isZero();
        assertThat(cli.out().replaceAll("\\s+", " ").split("exit 3: no such option", -1))
                .hasSize(2);
    }

    @Test
    void threads_are_listed_heard_or_not() {
        status("HYBRID_ACTIVE", null);
        assertThat(cli.run("stream", "threads")).isZero();
        assertThat(cli.out()).isEqualTo("heard         t1\nnot heard     t2\n");
        assertThat(cli.run("stream", "threads", "--json")).isZero();
        assertThat(Json.read(cli.out()).names()).containsExactly("reach", "heard", "notHeard", "approvals");
    }

    @Test
    void a_sign_in_shows_the_url_whole_to_who_asked() {
        assertThat(cli.run("stream", "login", "--device", "--json")).isZero();
        assertThat(Json.read(cli.out()).at("userCode").text()).isEqualTo("ABCD-1234");
        desk.sidecar.link(Link.ATTACH);
        assertThat(cli.run("stream", "login")).isEqualTo(3);
        assertThat(cli.err()).contains("codex login");
    }

    @Test
    void a_fallback_tells_each_step() {
        status("OTEL_ONLY", "kill_switch");
        assertThat(cli.run("fallback")).isZero();
        assertThat(cli.out()).matches("""
                ok      kill switch     on, and stays on over restarts
                ok      stop sidecar    the app-server is not talked to any more
                ok      ingest          on
                ok      mode            OTEL_ONLY: what agents write and send is captured

                OTEL_ONLY after [0-9.]+ s\\.
                """);
    }

    @Test
    void a_recovery_tells_each_step_and_where_it_stopped() {
        status("HYBRID_ACTIVE", null);
        assertThat(cli.run("recover")).isZero();
        assertThat(cli.out()).contains("HYBRID_ACTIVE after").endsWith("no user thread is streamed\n");
        desk.sidecar.account(null);
        assertThat(cli.run("recover")).isEqualTo(3);
        assertThat(cli.out())
                .contains("failed  account         Codex is not signed in")
                .contains("next: `twinlog stream login`; then `twinlog recover`");
        assertThat(cli.err()).isEqualTo("twinlog: recover stopped at the step 'account'\n");
        assertThat(cli.run("recover", "--json")).isEqualTo(3);
        assertThat(Json.read(cli.out()).at("failed").text()).isEqualTo("account");
        assertThat(cli.err()).contains("'account'", "twinlog stream login");
    }
}
