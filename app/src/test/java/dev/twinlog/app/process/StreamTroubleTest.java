package dev.twinlog.app.process;

import static dev.twinlog.testkit.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.codex.FakeCodex;
import dev.twinlog.testkit.agents.codex.FakeCodex.Account;
import dev.twinlog.testkit.agents.codex.FakeCodex.Conduct;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A daemon whose Codex is missing, broken, replaced or mad: it says so by mode and reason, keeps capturing, and
/// recovers.
@Tag("slow")
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofSeconds(5);
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";

    @TempDir
    Path folder;

    private FakeCodex codex;
    private TwinlogOfStream twinlog;

    @BeforeEach
    void write() throws Exception {
        codex = FakeCodex.in(folder.resolve("bin"));
        twinlog = TwinlogOfStream.in(folder.toRealPath(), "spawn", codex.program(), null);
    }

    @AfterEach
    void end() throws Exception {
        try (var _ = codex) {
            twinlog.close();
        }
    }

    private void degraded(String reason) {
        var status = twinlog.awaitMode("DEGRADED_STREAMING", reason);
        assertThat(status.at("baseline", "up").isTrue()).isTrue();
    }

    private void mode(String permissions) throws Exception {
        Files.setPosixFilePermissions(codex.program(), PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_missing_binary_is_found_when_an_operator_starts_it_again() throws Exception {
        var elsewhere = codex.program().resolveSibling("elsewhere");
        Files.move(codex.program(), elsewhere);
        twinlog.up();
        degraded("sidecar_missing");
        assertThat(twinlog.probe("/healthz")).startsWith("200");
        Files.move(elsewhere, codex.program());
        twinlog.rpc("start_codex_app_server");
        twinlog.awaitHybrid("own_child");
    }

    @Test
    void a_binary_that_may_not_be_run_or_that_others_may_change_is_not_run() throws Exception {
        mode("rw-r--r--");
        twinlog.up();
        degraded("not_executable");
        mode("rwxrwxrwx");
        twinlog.rpc("start_codex_app_server");
        degraded("untrusted_binary");
        assertThat(codex.starts()).isEmpty();
        mode("rwxr-xr-x");
        twinlog.rpc("start_codex_app_server");
        twinlog.awaitHybrid("own_child");
    }

    @Test
    void a_replaced_binary_is_announced_with_its_version_and_hash() throws Exception {
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var before = twinlog.sidecar().at("binary");
        codex.update("0.170.0");
        twinlog.killChild();
        twinlog.awaitHybrid("own_child");
        var now = twinlog.sidecar().at("binary");
        assertThat(now.at("version").text()).contains("0.170.0");
        assertThat(now.at("sha256").text())
                .hasSize(64)
                .isNotEqualTo(before.at("sha256").text());
        assertThat(twinlog.status().at("problems").text() + twinlog.daemon().errors())
                .as("the change is announced")
                .contains("0.170.0");
    }

    @Test
    void a_pinned_binary_that_is_replaced_is_not_run() throws Exception {
        var pin = sha256(codex.program());
        Files.writeString(
                twinlog.config(),
                Files.readString(twinlog.config()).replace("[sidecar]", "[sidecar]\nsha256 = \"" + pin + "\""));
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        codex.update("0.170.0");
        twinlog.killChild();
        degraded("untrusted_binary");
        assertThat(codex.starts()).hasSize(1);
    }

    private static String sha256(Path file) throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return java.util.HexFormat.of().formatHex(digest);
    }

    @Test
    void garbage_on_its_standard_output_is_no_stream() throws Exception {
        codex.conduct(Conduct.GARBAGE);
        twinlog.up();
        twinlog.awaitSidecar(
                "a bad frame", now -> now.at("counters", "bad_frames").number() > 0);
        var status = twinlog.status();
        assertThat(status.at("captureMode").text()).isEqualTo("DEGRADED_STREAMING");
        assertThat(twinlog.sidecar().at("gate").text()).isEqualTo("shut");
    }

    /// A bad frame in the midst of good ones is counted, and the gate stays open.
    @Test
    void garbage_between_frames_is_counted_and_passed_over() throws Exception {
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var server = codex.awaitStart(1, PATIENCE);
        server.say("{not json");
        server.say("[]");
        server.sayBytes((byte) 0xc3, (byte) 0x28, (byte) '\n');
        server.tell("some/method/of/the/future", object("new", true));
        twinlog.awaitSidecar(
                "bad frames", now -> now.at("counters", "bad_frames").number() >= 3);
        twinlog.awaitCounter("unknown.codex.stream:some/method/of/the/future.0.169.0", 1);
        twinlog.awaitHybrid("own_child");
        assertThat(codex.starts()).hasSize(1);
    }

    @Test
    void one_that_does_not_start_is_a_crash_loop_after_three_tries_and_capture_goes_on() throws Exception {
        codex.conduct(Conduct.EXITS);
        twinlog.up();
        degraded("crash_loop");
        assertThat(twinlog.sidecar().at("restarts", "total").number()).isEqualTo(3);
        twinlog.household().append(SESSION, Household.prompt(SESSION, 1, "heard all the same"));
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                CodexNarrative.of(twinlog.shown(SESSION)).texts("prompt"))
                        .containsExactly("heard all the same"));

        codex.conduct(Conduct.SERVES);
        twinlog.rpc("start_codex_app_server");
        twinlog.awaitHybrid("own_child");
    }

    @Test
    void one_that_never_answers_is_given_up_in_the_handshake() throws Exception {
        codex.conduct(Conduct.SILENT);
        twinlog.up();
        degraded("handshake");
        var spent = twinlog.awaitSidecar(
                "a failed handshake", now -> now.at("restarts", "total").number() > 0);
        assertThat(spent.at("state").text()).isIn("degraded", "starting");
    }

    @Test
    void who_is_signed_in_decides_about_the_gate() throws Exception {
        codex.account(Account.NOT_REQUIRED);
        twinlog.up();
        degraded("unsupported_auth_mode");
        assertThat(twinlog.sidecar().at("auth", "mode").text()).isEqualTo("none");
        codex.account(Account.API_KEY);
        twinlog.rpc("codex_app_server_account_read");
        assertThat(twinlog.sidecar().at("auth", "mode").text()).isEqualTo("apikey");
        codex.account(Account.CHATGPT);
        codex.awaitStart(1, PATIENCE).tell("account/updated", object("authMode", "chatgpt", "planType", "plus"));
        twinlog.awaitHybrid("own_child");
        codex.account(Account.SIGNED_OUT);
        codex.awaitStart(1, PATIENCE).tell("account/updated", object("authMode", null, "planType", null));
        degraded("needs_login");
    }

    @Test
    void a_stubborn_child_and_its_child_are_gone_four_seconds_after_a_stop() throws Exception {
        codex.conduct(Conduct.STUBBORN);
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var child = twinlog.child();
        long asked = System.nanoTime();
        twinlog.rpc("stop_codex_app_server");
        OwnProcesses.awaitGone(List.of(child), GONE);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(GONE);
        degraded("stopped");

        codex.conduct(Conduct.GRANDCHILD);
        twinlog.rpc("start_codex_app_server");
        twinlog.awaitHybrid("own_child");
        twinlog.rpc("stop_codex_app_server");
        degraded("stopped");
        assertThat(OwnProcesses.named(codex.program().toString())).isEmpty();
        assertThat(twinlog.sidecar().at("restarts", "total").number()).isZero();
    }

    @Test
    void a_killed_daemon_takes_child_and_grandchild_with_it() throws Exception {
        codex.conduct(Conduct.GRANDCHILD);
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var family = new ArrayList<>(OwnProcesses.named(codex.program().toString()));
        assertThat(family).as("the grandchild").isNotEmpty();
        family.add(twinlog.child());
        twinlog.daemon().kill();
        OwnProcesses.awaitGone(family, GONE);
    }

    /// The user's question is shown, and nothing is said to it.
    @Test
    void a_request_of_the_server_is_never_answered() throws Exception {
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var server = codex.awaitStart(1, PATIENCE);
        server.say("""
                {"id":0,"method":"item/commandExecution/requestApproval","params":{"threadId":"t","turnId":"u",\
                "itemId":"i","command":"touch x","startedAtMs":1}}""");
        twinlog.awaitSidecar("an approval", now -> now.at("approvals").list().size() == 1);
        twinlog.rpc("codex_app_server_account_read");
        server.tell("serverRequest/resolved", object("threadId", "t", "requestId", 0));
        twinlog.awaitSidecar("none", now -> now.at("approvals").list().isEmpty());
        twinlog.down();
        assertThat(server.methods())
                .doesNotContain("answer", "thread/resume", "turn/start", "account/logout")
                .contains("initialize", "initialized", "account/read", "thread/loaded/list");
    }

    @Test
    void the_child_gets_only_the_variables_that_it_needs() throws Exception {
        twinlog.household().with("SECRET_OF_THE_USER", "not for children");
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var environment = codex.awaitStart(1, PATIENCE).environment();
        assertThat(environment).containsKeys("HOME", "PATH").doesNotContainKey("SECRET_OF_THE_USER");
        assertThat(environment.keySet()).noneMatch(name -> name.startsWith("TWINLOG"));
        assertThat(codex.starts()
                        .getFirst()
                        .heard()
                        .getFirst()
                        .at("params", "clientInfo", "name")
                        .text())
                .isEqualTo("twinlog-sidecar");
    }

    /// One that says more than can be taken does not fill the daemon's memory, and commands are answered meanwhile.
    @Test
    void a_flood_does_not_keep_twinlog_from_answering() throws Exception {
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        var server = codex.awaitStart(1, PATIENCE);
        server.flood(20_000, "{\"method\":\"warning\",\"params\":{\"message\":\"" + "x".repeat(1000) + "\"}}");
        server.tell("account/updated", object("authMode", "apikey", "planType", null));
        assertThat(twinlog.status().at("captureMode").text()).isIn("HYBRID_ACTIVE", "DEGRADED_STREAMING");
        degraded("unsupported_auth_mode");
        assertThat(twinlog.daemon().alive()).isTrue();
    }

    /// The restart budget and the silence are measured by a clock that nobody moves.
    @Test
    void a_moved_wall_clock_neither_clears_the_restart_budget_nor_shuts_the_gate() throws Exception {
        var clock = folder.resolve("clock");
        MovedClock.of(twinlog.household(), clock);
        twinlog.up();
        twinlog.awaitHybrid("own_child");
        for (var by : List.of(Duration.ofHours(2), Duration.ofHours(-3))) {
            MovedClock.move(clock, by);
            long heard = heartbeats(twinlog.sidecar());
            twinlog.awaitSidecar("heartbeats go on", now -> heartbeats(now) > heard);
            twinlog.awaitHybrid("own_child");
            twinlog.killChild();
            twinlog.awaitHybrid("own_child");
        }
        MovedClock.move(clock, Duration.ofHours(5));
        assertThat(twinlog.killChild().at("state").text()).isEqualTo("crash_loop");
        degraded("crash_loop");
    }

    /// Of answers that say the same as the one before only the number is kept.
    private static long heartbeats(Json sidecar) {
        return sidecar.at("counters", "heartbeats_alike").number();
    }
}
