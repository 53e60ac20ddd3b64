package dev.twinlog.app.process;

import static dev.twinlog.testkit.agents.Attempt.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ControlProxy;
import dev.twinlog.testkit.agents.codex.OwnProcesses;
import dev.twinlog.testkit.agents.codex.SignIn;
import dev.twinlog.testkit.agents.codex.TerminalCodex;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Twinlog on the server that a plain Codex terminal started: the user's turns are heard as they happen, and nothing of
/// the user's is touched. One terminal and one server for all tests, with a proxy between that records what is said.
@Tag("agents")
@Tag("stream")
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealAttachTest {
    private static final Duration PATIENCE = StreamScene.PATIENCE;
    private static final String[] ASKING = {"-a", "on-request", "-s", "read-only"};

    private static StreamScene scene;
    private static TerminalCodex terminal;
    private static ControlProxy proxy;

    /// Twinlog is there first, with a child of its own; then the user opens a terminal.
    @BeforeAll
    static void start() throws Exception {
        scene = StreamScene.of(script(), SignIn.CHATGPT, "auto");
        scene.twinlog().up();
        scene.twinlog().awaitHybrid("own_child");
        var child = scene.twinlog().child();
        terminal = scene.codex().terminal("begin [S:begin]");
        proxy = scene.proxy();
        terminal.awaitScreen(screen -> screen.contains("It is begun."), PATIENCE);
        scene.twinlog().awaitHybrid("shared");
        assertThat(child.isAlive()).as("one app-server at most").isFalse();
        assertThat(scene.twinlog().sidecar().at("restarts", "total").number()).isZero();
    }

    @AfterAll
    static void end() throws Exception {
        try (var _ = scene;
                var _ = terminal;
                var passed = proxy) {
            var record = ObservedRecord.of(passed);
            record.doesNoHarm();
            assertThat(record.resumed()).isNotEmpty();
            assertThat(record.wasAsked()).as("an approval went by").isTrue();
            assertThat(scene.twinlog().household().run("verify").code()).isZero();
        }
    }

    private static Script script() {
        return Script.empty()
                .with("begin", answer(new Say.Words("It is begun.")))
                .with(
                        "live",
                        answer(
                                new Say.Think("**Thinking** of it."),
                                // the first words of a turn may be said before anybody can have subscribed to it
                                new Say.HeldWords("I look ", "subscribed", "first."),
                                call("exec_command", "cmd", "echo to-out; exit 3")),
                        answer(new Say.HeldWords("Half of the ", "live", "answer.")))
                .with(
                        "approved",
                        answer(call(
                                "exec_command",
                                "cmd",
                                "touch approved.txt",
                                "sandbox_permissions",
                                "require_escalated",
                                "justification",
                                "to write it")),
                        answer(new Say.Words("You allowed it.")))
                .with("stopped", answer(new Say.HeldWords("Before the stop, ", "stopped", "after the stop.")))
                .with("ended", answer(new Say.HeldWords("Before the end, ", "ended", "after the end.")))
                .with("exec", answer(new Say.Words("From exec.")));
    }

    private static Say call(String tool, Object... input) {
        return new Say.Call(tool, Json.object(input));
    }

    @Test
    void a_turn_of_the_terminal_is_heard_while_it_is_written_and_settles_as_the_rollout_alone() throws Exception {
        var thread = scene.thread("[S:begin]");
        try (var ear = LiveEar.of(scene.twinlog().daemon(), "")) {
            StreamScene.ask(terminal, "look [S:live]");
            scene.model().gates().awaitReached("subscribed", PATIENCE);
            scene.awaitHeard(thread);
            scene.model().gates().open("subscribed");
            scene.model().gates().awaitReached("live", PATIENCE);
            scene.hear(ear, thread, "Half of the");
            scene.model().gates().open("live");
        }
        terminal.awaitScreen(screen -> screen.contains("Half of the answer."), PATIENCE);

        var shown = scene.awaitShown(thread, told -> {
            assertThat(told.texts("message")).contains("Half of the answer.");
            assertThat(told.statuses("turn")).doesNotContain("open");
        });
        assertThat(StreamOnly.without(shown)).isEqualTo(StreamOnly.without(scene.withoutStream(thread)));
        var verdicts = scene.twinlog().rpc("get_codex_stream_dedupe_log", Json.object("limit", 50));
        assertThat(Json.write(verdicts.value())).as("the stream was a witness").contains(thread);
        assertThat(Files.readString(rollout(thread)))
                .as("the user's client has named the server")
                .doesNotContain("twinlog");
    }

    private static java.nio.file.Path rollout(String thread) throws Exception {
        try (var files = Files.walk(scene.codex().folder().resolve("sessions"))) {
            return files.filter(file -> file.toString().contains(thread))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// It waits for the user, and the user decides.
    @Test
    void an_approval_is_shown_and_left_to_the_user() throws Exception {
        try (var asking = scene.codex().terminal("do it [S:approved]", ASKING)) {
            asking.awaitScreen(screen -> screen.contains("touch approved.txt") && screen.contains("Yes"), PATIENCE);
            var sidecar = scene.twinlog()
                    .awaitSidecar(
                            "an approval", now -> now.at("approvals").list().size() == 1);
            assertThat(Json.write(sidecar.at("approvals").value())).contains("touch approved.txt");
            assertThat(scene.twinlog().status().at("stream", "pendingApprovals").number())
                    .isEqualTo(1);
            long heartbeats = ObservedRecord.of(proxy).said("thread/loaded/list");
            await("a heartbeat more")
                    .atMost(PATIENCE)
                    .until(() -> ObservedRecord.of(proxy).said("thread/loaded/list") > heartbeats);
            assertThat(asking.screen()).contains("Yes");
            assertThat(scene.codex().agent().project().resolve("approved.txt")).doesNotExist();

            asking.press("y", "Yes, proceed");
            asking.awaitScreen(screen -> screen.contains("You allowed it."), PATIENCE);
            assertThat(scene.codex().agent().project().resolve("approved.txt")).exists();
            scene.twinlog()
                    .awaitSidecar(
                            "no approval", now -> now.at("approvals").list().isEmpty());
            scene.awaitShown(scene.thread("[S:approved]"), told -> {
                assertThat(told.statuses("turn")).containsExactly("completed");
                assertThat(told.only("tool_call").at("status").text()).isEqualTo("completed");
            });
            asking.leave();
        }
    }

    @Test
    void a_running_turn_goes_on_when_the_stream_is_stopped() throws Exception {
        StreamScene.ask(terminal, "wait [S:stopped]");
        scene.model().gates().awaitReached("stopped", PATIENCE);
        scene.twinlog().rpc("stop_codex_app_server");
        scene.twinlog().awaitMode("DEGRADED_STREAMING", "stopped");
        assertThat(scene.servers()).as("the user's server").hasSize(1);
        scene.model().gates().open("stopped");
        terminal.awaitScreen(screen -> screen.contains("after the stop."), PATIENCE);
        scene.twinlog().rpc("start_codex_app_server");
        scene.twinlog().awaitHybrid("shared");
        scene.awaitShown(
                scene.thread("[S:begin]"),
                told -> assertThat(told.texts("message")).contains("Before the stop, after the stop."));
    }

    @Test
    void a_running_turn_goes_on_when_twinlog_ends_and_is_heard_when_it_is_back() throws Exception {
        StreamScene.ask(terminal, "wait [S:ended]");
        scene.model().gates().awaitReached("ended", PATIENCE);
        scene.twinlog().down();
        scene.twinlog().up();
        scene.twinlog().awaitHybrid("shared");
        scene.model().gates().open("ended");
        terminal.awaitScreen(screen -> screen.contains("after the end."), PATIENCE);
        var thread = scene.thread("[S:begin]");
        var shown = scene.awaitShown(
                thread, told -> assertThat(told.texts("message")).contains("Before the end, after the end."));
        assertThat(StreamOnly.without(shown)).isEqualTo(StreamOnly.without(scene.withoutStream(thread)));
    }

    @Test
    void codex_exec_and_its_resume_work_beside_it() throws Exception {
        String thread;
        try (var exec = scene.codex().exec("[S:exec] say")) {
            thread = CodexHome.thread(exec);
            CodexLane.ended(exec, 0);
        }
        try (var resumed = scene.codex().resume(thread, "[S:exec] again")) {
            CodexLane.ended(resumed, 0);
        }
        scene.awaitShown(thread, told -> assertThat(told.statuses("turn")).containsExactly("completed", "completed"));
        assertThat(ObservedRecord.of(proxy).resumed()).doesNotContain(thread);
    }

    @Test
    void signing_in_and_out_is_left_to_codex_itself() {
        assertThat(scene.twinlog().refusal("codex_app_server_account_logout", Json.object()))
                .contains("codex logout");
        assertThat(scene.twinlog().refusal("codex_app_server_account_login_start", Json.object("type", "chatgpt")))
                .contains("codex login");
        assertThat(OwnProcesses.appServers(scene.codex().agent().home())).isNotEmpty();
    }
}
