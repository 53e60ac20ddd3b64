package dev.twinlog.app.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.model.Witness;
import dev.twinlog.sources.appserver.SidecarHealth.Approval;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.testkit.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators have done at `/rpc`.
class OperationsTest {
    private static final String STATUS = "get_codex_app_server_status";

    @TempDir
    Path home;

    private Desk desk;

    @BeforeEach
    void sit() throws Exception {
        desk = Desk.in(home);
    }

    private String config() throws Exception {
        return Files.readString(desk.folders.settingsFile());
    }

    private static void refused(ThrowingCallable call, Refusal.Reason reason, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .message()
                .contains(words);
    }

    @Test
    void the_methods_are_those_that_operators_know() {
        assertThat(Arrays.stream(Operation.values()).map(Operation::wire))
                .containsExactlyInAnyOrder(
                        "get_capture_reliability_status",
                        "get_codex_app_server_status",
                        "start_codex_app_server",
                        "stop_codex_app_server",
                        "codex_app_server_initialize",
                        "codex_app_server_initialized",
                        "codex_app_server_account_read",
                        "codex_app_server_account_login_start",
                        "codex_app_server_account_login_completed",
                        "codex_app_server_account_updated",
                        "codex_app_server_account_logout",
                        "codex_app_server_set_stream_kill_switch",
                        "codex_app_server_request_thread_snapshot",
                        "get_codex_stream_dedupe_log",
                        "get_ingest_config",
                        "set_ingest_config",
                        "configure_codex_otel",
                        "discover_capture_sources",
                        "get_collector_migration_status",
                        "run_collector_migration",
                        "rollback_collector_migration");
    }

    @Test
    void the_status_has_the_shape_that_others_rely_on() throws Exception {
        desk.sidecar
                .threads(new LiveThread("t1", true, false))
                .approvals(new Approval("7", "item/commandExecution/requestApproval", "t1", "i1", "rm -r x", 0))
                .restarts(new Restarts(1, 3, 42, 5, "exit 3"));
        var status = desk.call(STATUS);
        assertThat(status.names())
                .startsWith("state", "generation", "link", "reach", "auth", "handshake", "killSwitch", "restarts");
        assertThat(status.at("state").text()).isEqualTo("running");
        assertThat(status.at("generation").number()).isEqualTo(1);
        assertThat(status.at("link").text()).isEqualTo("spawn");
        assertThat(status.at("reach").text()).isEqualTo("own_child");
        assertThat(status.at("auth").names()).containsExactly("state", "mode", "error");
        assertThat(status.at("auth", "state").text()).isEqualTo("authenticated");
        assertThat(status.at("auth", "mode").text()).isEqualTo("chatgpt");
        assertThat(status.at("handshake").text()).isEqualTo("complete");
        assertThat(status.at("killSwitch").value()).isEqualTo(false);
        assertThat(status.at("restarts", "clearInSeconds").number()).isEqualTo(42);
        assertThat(status.at("threads").elements().getFirst().at("heard").isTrue())
                .isTrue();
        assertThat(status.at("approvals").elements().getFirst().at("since").text())
                .isEqualTo("1970-01-01T00:00:00.000Z");
    }

    /// Who looks for a state of the sign-in must not find another word for it.
    @ParameterizedTest
    @EnumSource(ShutReason.class)
    void a_state_of_the_sign_in_stands_at_its_place_only(ShutReason reason) {
        var states = List.of("needs_login", "authenticating", "authenticated", "unsupported", "logged_out");
        assertThat(states).doesNotContain(SidecarAnswer.reason(reason));
    }

    @Test
    void no_field_is_named_authenticated() throws Exception {
        desk.sidecar.account(null);
        desk.call("codex_app_server_account_read");
        var status = desk.call(STATUS);
        assertThat(Json.write(status.value())).doesNotContain("authenticated").containsOnlyOnce("needs_login");
        assertThat(status.at("reason").text()).isEqualTo("auth");
    }

    @Test
    void start_and_stop_are_done_kept_and_answered_with_how_it_is_then() throws Exception {
        assertThat(desk.call("stop_codex_app_server").at("state").text()).isEqualTo("inactive");
        var started = desk.call("start_codex_app_server");
        assertThat(started.at("state").text()).isEqualTo("running");
        assertThat(started.at("generation").number()).isEqualTo(2);
        assertThat(desk.call("start_codex_app_server").at("generation").number())
                .isEqualTo(2);
        assertThat(desk.acts).containsExactly("stop by rpc", "start by rpc", "start by rpc");
    }

    @Test
    void a_start_that_is_refused_is_an_error_and_no_act() throws Exception {
        desk.call("codex_app_server_set_stream_kill_switch", "enabled", "true");
        desk.acts.clear();
        refused(() -> desk.call("start_codex_app_server"), Refusal.Reason.UNABLE, "kill switch", "twinlog recover");
        assertThat(desk.acts).isEmpty();
    }

    @Test
    void the_handshake_is_told_as_often_as_wanted_and_nothing_is_sent() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(desk.call("codex_app_server_initialize").at("handshake").text())
                    .isEqualTo("complete");
            assertThat(desk.call("codex_app_server_initialized").names())
                    .containsExactly("handshake", "generation", "state");
        }
        assertThat(desk.sidecar.told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "codex_app_server_account_login_completed, success, true",
        "codex_app_server_account_updated, authenticated, true"
    })
    void what_is_claimed_of_an_account_is_asked_and_never_believed(String method, String name, String value)
            throws Exception {
        desk.sidecar.account("apikey");
        var answer = desk.call(method, name, value);
        assertThat(answer.at("asked").isTrue()).isTrue();
        assertThat(answer.at("auth", "state").text()).isEqualTo("unsupported");
        assertThat(answer.at("auth", "error").text()).startsWith("Unsupported auth mode");
        assertThat(desk.sidecar.told()).containsExactly("account");
    }

    @Test
    void a_claim_without_an_app_server_changes_nothing_and_says_so() throws Exception {
        desk.call("stop_codex_app_server");
        desk.sidecar.account(null);
        var answer = desk.call("codex_app_server_account_updated", "auth_mode", "chatgpt", "authenticated", "true");
        assertThat(answer.at("asked").value()).isEqualTo(false);
        assertThat(answer.at("askedError").text()).contains("no link");
        assertThat(answer.at("state").text()).isEqualTo("inactive");
    }

    @Test
    void a_sign_in_shows_its_url_whole() throws Exception {
        var browser = desk.call("codex_app_server_account_login_start");
        assertThat(browser.at("authUrl").text()).isEqualTo("https://auth.openai.com/oauth/authorize?a=1&state=x");
        assertThat(browser.at("type").text()).isEqualTo("chatgpt");
        var device = desk.call("codex_app_server_account_login_start", "type", "chatgptDeviceCode");
        assertThat(device.at("userCode").text()).isEqualTo("ABCD-1234");
        assertThat(device.names()).containsExactly("type", "loginId", "verificationUrl", "userCode");
        assertThat(desk.acts).containsExactly("login by rpc", "login by rpc");
        refused(
                () -> desk.call("codex_app_server_account_login_start", "type", "apiKey"),
                Refusal.Reason.WRONG_QUESTION,
                "Unsupported auth mode",
                "chatgptDeviceCode");
    }

    @Test
    void the_users_own_codex_is_signed_in_and_out_by_itself() {
        desk.sidecar.link(Link.ATTACH);
        refused(() -> desk.call("codex_app_server_account_login_start"), Refusal.Reason.UNABLE, "codex login");
        refused(() -> desk.call("codex_app_server_account_logout"), Refusal.Reason.UNABLE, "codex logout");
        assertThat(desk.acts).isEmpty();
    }

    @Test
    void a_sign_out_is_kept() throws Exception {
        assertThat(desk.call("codex_app_server_account_logout")
                        .at("auth", "state")
                        .text())
                .isEqualTo("logged_out");
        assertThat(desk.acts).containsExactly("logout by rpc");
    }

    @Test
    void the_kill_switch_is_written_followed_and_kept() throws Exception {
        Files.createDirectories(desk.folders.config());
        Files.writeString(desk.folders.settingsFile(), "# mine\n[stream]\nenabled = \"on\" # yes\n");
        var killed = desk.call("codex_app_server_set_stream_kill_switch", "enabled", "true");
        assertThat(killed.at("killSwitch").isTrue()).isTrue();
        assertThat(killed.at("state").text()).isEqualTo("inactive");
        assertThat(config()).isEqualTo("# mine\n[stream]\nenabled = \"on\" # yes\nkill_switch = true\n");
        desk.call("codex_app_server_set_stream_kill_switch", "enabled", "false");
        assertThat(config()).contains("kill_switch = false");
        assertThat(desk.sidecar.told()).containsExactly("kill_switch true", "kill_switch false");
        assertThat(desk.acts).containsExactly("kill_switch_on by rpc", "kill_switch_off by rpc");
    }

    @Test
    void a_kill_switch_that_the_environment_decides_is_not_turned() throws Exception {
        desk = Desk.in(home, "TWINLOG_STREAM_KILL_SWITCH", "false");
        refused(
                () -> desk.call("codex_app_server_set_stream_kill_switch", "enabled", "true"),
                Refusal.Reason.UNABLE,
                "TWINLOG_STREAM_KILL_SWITCH",
                "stream.kill_switch");
        assertThat(desk.folders.settingsFile()).doesNotExist();
        assertThat(desk.sidecar.told()).isEmpty();
    }

    @Test
    void a_broken_config_is_left_alone_and_the_kill_switch_with_it() throws Exception {
        Files.createDirectories(desk.folders.config());
        Files.writeString(desk.folders.settingsFile(), "[stream\n");
        refused(
                () -> desk.call("codex_app_server_set_stream_kill_switch", "enabled", "true"),
                Refusal.Reason.UNABLE,
                "config.toml:1:",
                "no TOML");
        assertThat(config()).isEqualTo("[stream\n");
        assertThat(desk.sidecar.told()).isEmpty();
    }

    @Test
    void a_thread_is_told_without_secrets() throws Exception {
        var thread = desk.call("codex_app_server_request_thread_snapshot", "threadId", "01a1fad2-24f9");
        assertThat(thread.at("thread", "preview").text())
                .startsWith("the key is ⟦redacted:")
                .doesNotContain("AAAA");
        assertThat(desk.sidecar.told()).containsExactly("thread 01a1fad2-24f9");
        for (var odd : List.of("", "a b", "x".repeat(129), "../x"))
            refused(
                    () -> desk.call("codex_app_server_request_thread_snapshot", "threadId", odd),
                    Refusal.Reason.WRONG_QUESTION,
                    "threadId");
    }

    @Test
    void the_log_of_verdicts_is_asked_for_the_stream_alone() throws Exception {
        desk.call("get_codex_stream_dedupe_log", "limit", "7");
        desk.call("get_codex_stream_dedupe_log");
        assertThat(desk.answers.asked())
                .containsExactly(
                        new Question.Decisions(null, null, Witness.STREAM, 7, null),
                        new Question.Decisions(null, null, Witness.STREAM, Operations.VERDICTS_USUAL, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get_collector_migration_status", "run_collector_migration", "rollback_collector_migration"})
    void a_collector_is_not_migrated_yet(String method) {
        refused(() -> desk.call(method), Refusal.Reason.UNABLE, "not available in this version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "codex_app_server_set_stream_kill_switch |         |      | needs the parameter 'enabled', boolean",
                "codex_app_server_set_stream_kill_switch | enabled | yes  | enabled must be true or false, not 'yes'",
                "codex_app_server_set_stream_kill_switch | enabeld | true | did you mean 'enabled'?",
                "get_codex_stream_dedupe_log             | limit   | 0    | limit must be a number from 1, not '0'",
                "get_codex_app_server_status             | verbose | true | has no parameter 'verbose'; it takes none",
                "codex_app_server_account_login_completed|         |      | needs the parameter 'success'",
                "set_ingest_config                       | autoIngestEnable | true | did you mean 'autoIngestEnabled'?",
                "set_ingest_config                       | pagePort | many | page-port must be a port",
                "set_ingest_config                       |         |      | name at least one setting",
                "configure_codex_otel | endpoint | http://example.com | breaks the rule insecure",
                "configure_codex_otel | endpoint | http://127.0.0.1:4318/v1 | breaks the rule path"
            })
    void wrong_parameters_are_told_with_what_would_be_right(String method, String name, String value, String said) {
        var params = name == null ? new String[0] : new String[] {name, value};
        refused(() -> desk.call(method, params), Refusal.Reason.WRONG_QUESTION, said);
    }

    @Test
    void settings_are_told_by_the_names_that_programs_know() throws Exception {
        desk = Desk.in(home, "TWINLOG_PAGE_PORT", "1");
        desk.call("set_ingest_config", "sidecarEnv", "[\"KEY=hidden\"]");
        var config = desk.call("get_ingest_config");
        assertThat(config.at("autoIngestEnabled").isTrue()).isTrue();
        assertThat(config.at("appServerAuthMode").text()).isEqualTo("chatgpt");
        assertThat(config.at("streamKillSwitch").value()).isEqualTo(false);
        assertThat(config.at("pagePort").number()).isEqualTo(1);
        assertThat(config.at("watchPathsClaude").elements().getFirst().text()).isEqualTo(home + "/.claude/projects");
        assertThat(config.at("overridden").elements().getFirst().text()).isEqualTo("pagePort");
        assertThat(config.at("sidecarEnv").elements().getFirst().text()).isEqualTo("KEY");
        assertThat(Json.write(config.value())).doesNotContain("hidden");
    }

    @Test
    void settings_are_written_under_any_of_their_names() throws Exception {
        var answer = desk.call(
                "set_ingest_config",
                "autoIngestEnabled",
                "false",
                "app_server_auth_mode",
                "chatgpt",
                "retention.days",
                "90");
        assertThat(answer.at("changed").elements().stream().map(Json::text))
                .containsExactlyInAnyOrder("autoIngestEnabled", "appServerAuthMode", "retentionDays");
        assertThat(answer.at("autoIngestEnabled").value()).isEqualTo(false);
        assertThat(config()).contains("auto_ingest_enabled = false").contains("days = 90");
        assertThat(desk.call("set_ingest_config", "autoIngestEnabled", "false")
                        .at("changed")
                        .elements())
                .isEmpty();
    }

    @Test
    void nothing_is_written_when_one_setting_makes_no_sense() throws Exception {
        refused(
                () -> desk.call("set_ingest_config", "autoIngestEnabled", "false", "streamEnabled", "maybe"),
                Refusal.Reason.WRONG_QUESTION,
                "stream.enabled must be one of");
        assertThat(desk.folders.settingsFile()).doesNotExist();
        desk = Desk.in(home, "TWINLOG_STREAM_ENABLED", "on");
        refused(
                () -> desk.call("set_ingest_config", "autoIngestEnabled", "false", "streamEnabled", "off"),
                Refusal.Reason.UNABLE,
                "TWINLOG_STREAM_ENABLED");
        assertThat(desk.folders.settingsFile()).doesNotExist();
    }

    @Test
    void a_kill_switch_among_the_settings_is_turned() throws Exception {
        var answer = desk.call("set_ingest_config", "streamKillSwitch", "true");
        assertThat(answer.at("changed").elements().getFirst().text()).isEqualTo("streamKillSwitch");
        assertThat(desk.sidecar.told()).containsExactly("kill_switch true");
    }

    @Test
    void a_switch_is_turned_as_it_is_understood_and_written() throws Exception {
        desk.call("set_ingest_config", "streamKillSwitch", " true ");
        assertThat(config()).contains("kill_switch = true");
        assertThat(desk.sidecar.told()).containsExactly("kill_switch true");
    }

    @Test
    void nothing_is_written_when_a_switch_among_the_settings_cannot_be() throws Exception {
        var file = desk.folders.settingsFile();
        Files.createDirectories(file.getParent());
        Files.writeString(file, "stream = 3\n");
        refused(
                () -> desk.call("set_ingest_config", "retentionDays", "90", "streamKillSwitch", "true"),
                Refusal.Reason.UNABLE,
                "stream");
        assertThat(config()).isEqualTo("stream = 3\n");
    }

    @Test
    void codex_is_set_up_and_another_exporter_is_left() throws Exception {
        var codex = Files.createDirectories(home.resolve(".codex")).resolve("config.toml");
        Files.writeString(codex, "model = \"x\"\n");
        var answer = desk.call("configure_codex_otel");
        assertThat(answer.at("endpoint").text()).isEqualTo("http://127.0.0.1:4318");
        assertThat(answer.at("agents").elements().getFirst().at("action").text())
                .isEqualTo("modify");
        assertThat(codex).content().startsWith("model = \"x\"\n").contains("http://127.0.0.1:4318/v1/logs");
        Files.writeString(
                codex,
                "[otel.exporter.otlp-http]\nendpoint = \"https://mine.example/v1/logs\"\nprotocol = \"binary\"\n");
        refused(() -> desk.call("configure_codex_otel"), Refusal.Reason.UNABLE, codex.toString(), "left as it is");
        assertThat(codex).content().contains("mine.example");
    }

    @Test
    void what_there_is_to_capture_from_is_found() throws Exception {
        Files.createDirectories(home.resolve(".claude/projects"));
        Files.createDirectories(home.resolve(".codex/app-server-control"));
        Files.createFile(home.resolve(".codex/app-server-control/app-server-control.sock"));
        var found = desk.call("discover_capture_sources");
        assertThat(found.names()).containsExactly("roots", "binaries", "sockets", "settings");
        assertThat(found.at("roots").elements().getFirst().at("exists").isTrue())
                .isTrue();
        assertThat(found.at("roots").elements().getLast().at("exists").isTrue()).isFalse();
        assertThat(found.at("sockets").elements().getFirst().at("exists").isTrue())
                .isTrue();
        assertThat(found.at("binaries").elements().getFirst().at("path").there())
                .isFalse();
        assertThat(found.at("settings").elements()).hasSize(2);
    }
}
