package dev.twinlog.app.process;

import static dev.twinlog.testkit.Json.object;
import static dev.twinlog.testkit.agents.Attempt.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import dev.twinlog.testkit.agents.codex.SignIn;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Twinlog with an app-server of its own, the real one: it comes up, says how it is, and survives what befalls it.
@Tag("agents")
@Tag("stream")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealSidecarTest {
    private static final Script SCRIPT = Script.empty().with("plain", answer(new Say.Words("Heard.")));

    /// A killed daemon's child has so long.
    private static final Duration ORPHAN = Duration.ofSeconds(5);

    private static StreamScene scene(SignIn signIn) throws Exception {
        return StreamScene.of(SCRIPT, signIn, "spawn");
    }

    @Test
    void signed_in_it_is_hybrid_and_says_that_no_user_thread_is_streamed() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            scene.twinlog().up();
            var status = scene.twinlog().awaitHybrid("own_child");
            assertThat(status.at("stream", "note").text()).contains("no user thread is streamed");

            var sidecar = scene.twinlog().sidecar();
            assertThat(sidecar.at("state").text()).isEqualTo("running");
            assertThat(sidecar.at("generation").number()).isEqualTo(1);
            assertThat(sidecar.at("link").text()).isEqualTo("spawn");
            assertThat(sidecar.at("auth", "state").text()).isEqualTo("authenticated");
            assertThat(sidecar.at("auth", "mode").text()).isEqualTo("chatgpt");
            assertThat(sidecar.at("handshake").text()).isEqualTo("complete");
            assertThat(sidecar.at("killSwitch").isTrue()).isFalse();
            assertThat(sidecar.names().toString()).doesNotContain("authenticated");
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).hasSize(1);
        }
    }

    /// The user's session is none of the child's: it goes on, and nothing of the child becomes a session.
    @Test
    void the_users_exec_and_its_resume_are_undisturbed_while_it_observes() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            scene.twinlog().up();
            scene.twinlog().awaitHybrid("own_child");
            String thread;
            try (var exec = scene.codex().exec("[S:plain] say")) {
                thread = dev.twinlog.testkit.agents.codex.CodexHome.thread(exec);
                CodexLane.ended(exec, 0);
            }
            scene.twinlog().rpc("codex_app_server_request_thread_snapshot", object("threadId", thread));
            try (var resumed = scene.codex().resume(thread, "[S:plain] once more")) {
                CodexLane.ended(resumed, 0);
            }
            scene.awaitShown(
                    thread, told -> assertThat(told.statuses("turn")).containsExactly("completed", "completed"));
            assertThat(scene.twinlog().household().ask("sessions").elements()).hasSize(1);
        }
    }

    @Test
    void only_what_the_app_server_reports_signs_in() throws Exception {
        try (var scene = scene(SignIn.SIGNED_OUT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitMode("DEGRADED_STREAMING", "needs_login");

            var forged = twinlog.rpc(
                    "codex_app_server_account_updated", object("auth_mode", "chatgpt", "authenticated", true));
            assertThat(forged.at("auth", "state").text()).isEqualTo("needs_login");
            forged = twinlog.rpc("codex_app_server_account_login_completed", object("success", true));
            assertThat(forged.at("auth", "state").text()).isEqualTo("needs_login");
            assertThat(twinlog.status().at("captureMode").text()).isEqualTo("DEGRADED_STREAMING");

            var login = twinlog.rpc("codex_app_server_account_login_start", object("type", "chatgptDeviceCode"));
            assertThat(login.at("userCode").text()).isEqualTo(dev.twinlog.testkit.agents.codex.AccountServer.USER_CODE);
            assertThat(login.at("verificationUrl").text())
                    .startsWith(scene.accounts().address().toString());
            twinlog.awaitMode("DEGRADED_STREAMING", "authenticating");
            scene.accounts().confirmCode();
            twinlog.awaitHybrid("own_child");

            twinlog.rpc("codex_app_server_account_logout");
            twinlog.awaitMode("DEGRADED_STREAMING", "logged_out");

            var browser = twinlog.rpc("codex_app_server_account_login_start", object("type", "chatgpt"));
            scene.accounts()
                    .confirmInBrowser(java.net.URI.create(browser.at("authUrl").text()));
            twinlog.awaitHybrid("own_child");
        }
    }

    @Test
    void an_api_key_is_an_unsupported_mode_until_auth_json_changes() throws Exception {
        try (var scene = scene(SignIn.API_KEY)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            var status = twinlog.awaitMode("DEGRADED_STREAMING", "unsupported_auth_mode");
            assertThat(status.at("stream", "detail").text()).contains("Unsupported auth mode");
            assertThat(twinlog.sidecar().at("auth", "state").text()).isEqualTo("unsupported");
            assertThat(twinlog.sidecar().at("auth", "mode").text()).isEqualTo("apikey");

            scene.codex().signIn(SignIn.CHATGPT);
            twinlog.awaitHybrid("own_child");
            assertThat(twinlog.sidecar().at("restarts", "total").number())
                    .as("a restart for a changed auth.json is not spent")
                    .isZero();
        }
    }

    @Test
    void a_broken_config_toml_is_told_and_mended() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            var good = Files.readString(scene.codex().config());
            Files.writeString(scene.codex().config(), "this is = = broken\n" + good);
            twinlog.up();
            twinlog.awaitMode("DEGRADED_STREAMING", "needs_login");
            var error = twinlog.sidecar().at("auth", "error").text();
            assertThat(error).contains("config.toml");

            Files.writeString(scene.codex().config(), good);
            twinlog.rpc("stop_codex_app_server");
            twinlog.awaitMode("DEGRADED_STREAMING", "stopped");
            twinlog.rpc("start_codex_app_server");
            twinlog.awaitHybrid("own_child");
        }
    }

    @Test
    void two_kills_are_survived_and_the_third_is_a_crash_loop_that_only_an_operator_ends() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            for (int kill = 1; kill <= 2; kill++) {
                twinlog.awaitHybrid("own_child");
                var noticed = twinlog.killChild();
                assertThat(noticed.at("restarts", "spentInWindow").number()).isEqualTo(kill);
                assertThat(noticed.at("state").text()).isNotEqualTo("crash_loop");
            }
            twinlog.awaitHybrid("own_child");
            assertThat(twinlog.sidecar().at("generation").number()).isEqualTo(3);

            var third = twinlog.killChild();
            assertThat(third.at("state").text()).isEqualTo("crash_loop");
            twinlog.awaitMode("DEGRADED_STREAMING", "crash_loop");
            assertThat(twinlog.status().at("baseline", "up").isTrue()).isTrue();
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).isEmpty();

            twinlog.down();
            twinlog.up();
            twinlog.awaitMode("DEGRADED_STREAMING", "crash_loop");
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).isEmpty();

            var started = twinlog.rpc("start_codex_app_server");
            assertThat(started.at("generation").number())
                    .as("generations go on after a restart")
                    .isEqualTo(4);
            twinlog.awaitHybrid("own_child");
            assertThat(twinlog.sidecar().at("restarts", "spentInWindow").number())
                    .isZero();
        }
    }

    @Test
    void a_frozen_child_is_silent_and_heard_again_when_it_goes_on() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitHybrid("own_child");
            var child = twinlog.child();
            signal("STOP", child.pid());
            long frozen = System.nanoTime();
            twinlog.awaitMode("DEGRADED_STREAMING", "silent");
            assertThat(Duration.ofNanos(System.nanoTime() - frozen))
                    .as("15 s of silence, counted from the last heartbeat, and 2 s to say so")
                    .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(19));
            signal("CONT", child.pid());
            twinlog.awaitHybrid("own_child");
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void the_kill_switch_holds_across_restarts_and_lets_go() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitHybrid("own_child");
            var child = twinlog.child();

            twinlog.rpc("codex_app_server_set_stream_kill_switch", object("enabled", true));
            twinlog.awaitMode("OTEL_ONLY", "kill_switch");
            OwnProcesses.awaitGone(List.of(child), ORPHAN);
            assertThat(Files.readString(twinlog.config())).contains("kill_switch = true");
            assertThat(twinlog.refusal("start_codex_app_server", object())).contains("kill switch");

            twinlog.down();
            twinlog.up();
            twinlog.awaitMode("OTEL_ONLY", "kill_switch");
            assertThat(twinlog.sidecar().at("killSwitch").isTrue()).isTrue();
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).isEmpty();

            twinlog.rpc("codex_app_server_set_stream_kill_switch", object("enabled", false));
            twinlog.awaitHybrid("own_child");
            twinlog.down();
            twinlog.up();
            twinlog.awaitHybrid("own_child");
            assertThat(twinlog.sidecar().at("restarts", "total").number()).isZero();
        }
    }

    @Test
    void fallback_and_recover_come_back_to_hybrid_and_tell_the_time() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitHybrid("own_child");

            var fallback = twinlog.household().run("fallback");
            assertThat(fallback.code()).as(fallback.out() + fallback.err()).isZero();
            assertThat(fallback.out()).contains("OTEL_ONLY");
            twinlog.awaitMode("OTEL_ONLY", "kill_switch");

            var recover = twinlog.household().run("recover");
            assertThat(recover.code()).as(recover.out() + recover.err()).isZero();
            assertThat(recover.out()).contains("HYBRID_ACTIVE").containsPattern("\\d+(\\.\\d+)? ?m?s");
            twinlog.awaitHybrid("own_child");
            assertThat(twinlog.transitions())
                    .endsWith(
                            "HYBRID_ACTIVE>OTEL_ONLY",
                            "OTEL_ONLY>DEGRADED_STREAMING",
                            "DEGRADED_STREAMING>HYBRID_ACTIVE");
        }
    }

    @Test
    void recovery_waits_for_a_clear_restart_budget_and_says_how_long() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitHybrid("own_child");
            twinlog.killChild();
            assertThat(twinlog.household().run("fallback").code()).isZero();
            var recover = twinlog.household().run("recover");
            assertThat(recover.code()).isNotZero();
            assertThat(recover.out() + recover.err()).containsPattern("clear in (60|[1-5]?\\d) s");
            twinlog.awaitMode("OTEL_ONLY", "kill_switch");
        }
    }

    @Test
    void a_killed_daemon_leaves_no_child_and_the_next_one_has_one() throws Exception {
        try (var scene = scene(SignIn.CHATGPT)) {
            var twinlog = scene.twinlog();
            twinlog.up();
            twinlog.awaitHybrid("own_child");
            var child = twinlog.child();
            var below = child.descendants().toList();

            twinlog.daemon().kill();
            OwnProcesses.awaitGone(
                    Stream.concat(Stream.of(child), below.stream()).toList(), ORPHAN);
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).isEmpty();

            twinlog.up();
            twinlog.awaitHybrid("own_child");
            assertThat(OwnProcesses.appServers(scene.codex().agent().home())).hasSize(1);
            assertThat(twinlog.sidecar().at("generation").number()).isEqualTo(2);
        }
    }
}
