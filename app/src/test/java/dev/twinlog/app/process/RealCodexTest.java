package dev.twinlog.app.process;

import static dev.twinlog.app.process.Account.field;
import static dev.twinlog.testkit.agents.Attempt.answer;
import static dev.twinlog.testkit.agents.Attempt.cut;
import static dev.twinlog.testkit.agents.Attempt.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the real `codex exec` does is told as the model knows it, while it happens and afterwards.
@Tag("agents")
@ExtendWith(AgentLane.Given.class)
class RealCodexTest {
    private static final String PATCH = """
            *** Begin Patch
            *** Add File: note.txt
            +hello lane
            +second line
            *** End Patch
            """;

    private static CodexLane lane;

    @BeforeAll
    static void start(AgentLane agents) throws Exception {
        lane = new CodexLane(agents, script());
    }

    @AfterAll
    static void end() throws Exception {
        try (var _ = lane) {
            lane.settled();
        }
    }

    private static Script script() {
        var script = Script.empty()
                .with(
                        "plain",
                        answer(
                                new Say.Think("**Greeting** the user."),
                                new Say.HeldWords("Hello ", "plain", "from the model.")))
                .with(
                        "command",
                        answer(
                                new Say.Words("I wait for a file."),
                                shell("until [ -e go ]; do sleep 0.02; done; echo gone")),
                        answer(new Say.Words("It is there.")))
                .with("edit", answer(call("apply_patch", "input", PATCH)), answer(new Say.Words("Written.")))
                .with(
                        "failing",
                        answer(shell("echo to-out; echo to-err >&2; exit 3")),
                        answer(new Say.Words("It failed.")))
                .with(
                        "denied",
                        answer(call(
                                "exec_command",
                                "cmd",
                                "touch forbidden",
                                "sandbox_permissions",
                                "require_escalated",
                                "justification",
                                "to see")),
                        answer(new Say.Words("I may not.")))
                .withSteps(
                        "retried",
                        List.of(new Script.Step(List.of(
                                refusal(503, "server_error", "overloaded"),
                                cut(new Say.Words("This breaks off")),
                                answer(new Say.Words("Third time lucky."))))))
                .with("refused", refusal(500, "server_error", "never"))
                .with("slow", answer(new Say.HeldWords("This will be ", "slow", "never whole.")))
                .with(
                        "orphan",
                        answer(new Say.Words("A long command."), shell("touch begun; sleep 600")),
                        answer(new Say.Words("Never said.")))
                .with(
                        "program",
                        answer(
                                call(
                                        "exec",
                                        "input",
                                        "const one = await tools.exec_command({cmd: 'echo nested; exit 4'}); text(one.output);")),
                        answer(new Say.Words("The program ran.")))
                .with("taken", answer(new Say.HeldWords("It is ", "taken", "mine.")))
                .with("after", answer(new Say.Words("Here again.")))
                .with("early", answer(new Say.Words("Early.")))
                .with("late", answer(new Say.Words("Late.")))
                .with("first", answer(new Say.Words("One.")))
                .with("second", answer(new Say.Words("Two.")));
        for (int i = 0; i < 4; i++)
            script = script.with(
                    "many" + i, answer(shell("echo number " + i)), answer(new Say.Words("I was number " + i + ".")));
        return script;
    }

    private static Say shell(String command) {
        return call("exec_command", "cmd", command);
    }

    private static Say call(String tool, Object... input) {
        return new Say.Call(tool, Json.object(input));
    }

    @Test
    void a_plain_answer() throws Exception {
        try (var exec = lane.codex().exec("[S:plain] say hello")) {
            var thread = CodexHome.thread(exec);
            lane.model().gates().awaitReached("plain", CodexHome.PATIENCE);
            lane.awaitTailed(thread, "turn", "open");
            assertThat(field(lane.awaitTailed(thread, "prompt", "completed"), "text"))
                    .isEqualTo("[S:plain] say hello");
            assertThat(field(lane.awaitTailed(thread, "reasoning", "completed"), "text"))
                    .isEqualTo("**Greeting** the user.");
            lane.model().gates().open("plain");
            CodexLane.ended(exec, 0);
            var told = lane.whole(thread, "completed");
            assertThat(told.texts("message")).containsExactly("Hello from the model.");
        }
    }

    @Test
    void a_command_is_open_while_it_runs_and_completed_after() throws Exception {
        try (var exec = lane.codex().exec("[S:command] wait")) {
            var thread = CodexHome.thread(exec);
            lane.awaitTailed(thread, "tool_call", "open");
            Files.createFile(lane.project("go"));
            CodexLane.ended(exec, 0);
            lane.awaitTailed(thread, "tool_call", "completed");
            var told = lane.whole(thread, "completed").only("tool_call");
            assertThat(told.at("status").text()).isEqualTo("completed");
            assertThat(field(told, "output")).contains("gone");
            assertThat(field(told, "exitCode")).isEqualTo("0");
        }
    }

    @Test
    void an_edit() throws Exception {
        var thread = lane.exec(0, "[S:edit] write the note");
        var told = lane.whole(thread, "completed").only("tool_call");
        assertThat(lane.project("note.txt")).content().isEqualTo("hello lane\nsecond line\n");
        assertThat(told.at("status").text()).isEqualTo("completed");
        assertThat(field(told, "input")).isEqualTo(PATCH);
        assertThat(field(told, "changes")).contains("note.txt");
    }

    @Test
    void a_failing_command() throws Exception {
        var told = lane.whole(lane.exec(0, "[S:failing] try"), "completed").only("tool_call");
        assertThat(told.at("status").text()).isEqualTo("failed");
        assertThat(field(told, "exitCode")).isEqualTo("3");
        assertThat(field(told, "output")).contains("to-out").contains("to-err");
    }

    @Test
    void a_call_that_the_policy_denies() throws Exception {
        var told = lane.whole(lane.exec(0, "[S:denied] touch it", "-c", "sandbox_mode=\"read-only\""), "completed")
                .only("tool_call");
        assertThat(told.at("status").text()).isEqualTo("denied");
        assertThat(lane.project("forbidden")).doesNotExist();
    }

    @Test
    void a_command_inside_a_program_of_the_model() throws Exception {
        var told = lane.whole(lane.exec(0, "[S:program] run it", "-c", "model=\"gpt-5.6-sol\""), "completed");
        assertThat(told.statuses("tool_call")).containsExactlyInAnyOrder("completed", "failed");
        var nested = told.only("tool_call", "failed");
        assertThat(field(nested, "name")).isEqualTo("exec_command");
        assertThat(field(nested, "exitCode")).isEqualTo("4");
        assertThat(field(nested, "output")).contains("nested");
    }

    @Test
    void compacted_by_itself() throws Exception {
        var limit = "model_auto_compact_token_limit=500";
        var thread = lane.exec(0, "[S:early] one", "-c", limit);
        lane.whole(thread, "completed");
        try (var resumed = lane.codex().resume(thread, "[S:late] two", "-c", limit)) {
            CodexLane.ended(resumed, 0);
        }
        var told = lane.whole(thread, "completed");
        assertThat(told.texts("message")).containsExactly("Early.", ResponsesApi.SUMMARY, "Late.");
        assertThat(told.statuses("turn")).containsExactly("completed", "completed");
    }

    @Test
    void a_request_that_is_retried() throws Exception {
        var told = lane.whole(lane.exec(0, "[S:retried] please"), "completed");
        assertThat(told.texts("message")).containsExactly("Third time lucky.");
    }

    @Test
    void a_model_that_never_answers() throws Exception {
        var told = lane.whole(lane.exec(1, "[S:refused] please"), "failed");
        assertThat(told.events("message")).isEmpty();
    }

    @Test
    void killed_in_mid_stream_and_gone_on_with() throws Exception {
        String thread;
        try (var exec = lane.codex().exec("[S:slow] be slow")) {
            thread = CodexHome.thread(exec);
            lane.model().gates().awaitReached("slow", CodexHome.PATIENCE);
            lane.awaitTailed(thread, "turn", "open");
            exec.kill();
        }
        goOn(thread);
        var told = lane.whole(thread, "completed");
        assertThat(told.statuses("turn")).containsExactly("incomplete", "completed");
        assertThat(lane.gaps(thread)).isEmpty();
    }

    @Test
    void killed_with_a_running_command_and_gone_on_with() throws Exception {
        String thread;
        try (var exec = lane.codex().exec("[S:orphan] be long")) {
            thread = CodexHome.thread(exec);
            lane.awaitTailed(thread, "tool_call", "open");
            lane.awaitTailed(thread, "model_request", "completed");
            exec.kill();
        }
        goOn(thread);
        var told = lane.whole(thread, "completed");
        assertThat(told.statuses("turn")).containsExactly("incomplete", "completed");
        assertThat(told.statuses("tool_call")).containsExactly("incomplete");
        assertThat(lane.gaps(thread)).singleElement().satisfies(gap -> {
            assertThat(gap.at("kind").text()).isEqualTo("tool_without_result");
            assertThat(gap.at("state").text()).isEqualTo("open");
            assertThat(gap.at("since").text())
                    .isEqualTo(told.events("turn").getLast().at("at").text());
            assertThat(gap.at("evidence").text()).isEqualTo("the call was recorded, its result was not");
        });
    }

    private static void goOn(String thread) throws Exception {
        try (var resumed = lane.codex().resume(thread, "[S:after] go on")) {
            CodexLane.ended(resumed, 0);
        }
    }

    @Test
    void a_thread_that_is_resumed() throws Exception {
        var thread = lane.exec(0, "[S:first] one");
        lane.whole(thread, "completed");
        try (var resumed = lane.codex().resume(thread, "[S:second] two")) {
            assertThat(CodexHome.thread(resumed)).isEqualTo(thread);
            CodexLane.ended(resumed, 0);
        }
        var told = lane.awaitTold(
                thread, now -> assertThat(now.statuses("turn")).containsExactly("completed", "completed"));
        lane.whole(thread, "completed");
        assertThat(told.texts("message")).containsExactly("One.", "Two.");
    }

    @Test
    void a_second_process_is_refused_a_running_thread() throws Exception {
        try (var exec = lane.codex().exec("[S:taken] first")) {
            var thread = CodexHome.thread(exec);
            lane.model().gates().awaitReached("taken", CodexHome.PATIENCE);
            try (var second = lane.codex().resume(thread, "[S:after] second")) {
                CodexLane.ended(second, 1);
                assertThat(second.told()).contains("active writer");
            }
            lane.model().gates().open("taken");
            CodexLane.ended(exec, 0);
            assertThat(lane.whole(thread, "completed").texts("prompt")).containsExactly("[S:taken] first");
        }
    }

    @Test
    void several_at_once_in_one_project() throws Exception {
        var running = new ArrayList<AgentProcess>();
        try {
            for (int i = 0; i < 4; i++) running.add(lane.codex().exec("[S:many" + i + "] now"));
            for (int i = 0; i < 4; i++) {
                CodexLane.ended(running.get(i), 0);
                var told = lane.whole(CodexHome.thread(running.get(i)), "completed");
                assertThat(told.texts("message")).containsExactly("I was number " + i + ".");
                assertThat(field(told.only("tool_call"), "output")).contains("number " + i);
            }
        } finally {
            running.forEach(AgentProcess::close);
        }
    }
}
