package dev.twinlog.app.process;

import static dev.twinlog.app.process.Account.field;
import static dev.twinlog.testkit.Json.object;
import static dev.twinlog.testkit.agents.Attempt.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import dev.twinlog.testkit.agents.codex.AppServer;
import dev.twinlog.testkit.agents.codex.CodexHome;
import dev.twinlog.testkit.agents.codex.ResponsesApi;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the real `codex app-server` does with threads is told as the model knows it, while it happens and
/// afterwards.
@Tag("agents")
@ExtendWith(AgentLane.Given.class)
class RealCodexThreadsTest {
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
                .with("cut", answer(new Say.HeldWords("This will be ", "cut", "interrupted.")))
                .with(
                        "long",
                        answer(new Say.Words("A long command."), shell("sleep 600")),
                        answer(new Say.Words("Never said.")))
                .with("asking", answer(escalated("touch asked")), answer(new Say.Words("I may not.")))
                .with("allowed", answer(escalated("echo let out")), answer(new Say.Words("I may.")))
                .with("hung", answer(new Say.HeldWords("Nobody will ", "hung", "read this.")))
                .with(
                        "parent",
                        answer(call(
                                "collaboration/spawn_agent",
                                "task_name",
                                "kid",
                                "message",
                                "[S:child] do it",
                                "fork_turns",
                                "none")),
                        answer(call("collaboration/wait_agent", "timeout_ms", 20_000)),
                        answer(new Say.Words("The child is done.")))
                .with("child", answer(shell("echo by the child")), answer(new Say.Words("I am the child.")));
        for (var name : List.of("one", "two", "three", "four", "five", "six"))
            script = script.with(name, answer(new Say.Words("This is " + name + ".")));
        return script;
    }

    private static Say shell(String command) {
        return call("exec_command", "cmd", command, "yield_time_ms", 30_000);
    }

    private static Say escalated(String command) {
        return call(
                "exec_command",
                "cmd",
                command,
                "sandbox_permissions",
                "require_escalated",
                "justification",
                "to see what is told");
    }

    private static Say call(String tool, Object... input) {
        return new Say.Call(tool, object(input));
    }

    private static Map<String, @Nullable Object> inProject(Object... more) {
        var params = object(more);
        params.put("cwd", lane.codex().agent().project().toString());
        return params;
    }

    private static void interrupt(AppServer server, String thread, String turn) throws Exception {
        server.ask("turn/interrupt", object("threadId", thread, "turnId", turn));
        assertThat(server.awaitEnd(turn)).isEqualTo("interrupted");
    }

    @Test
    void interrupted_in_mid_stream_and_gone_on_with() throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject());
            var turn = server.startTurn(thread, "[S:cut] talk");
            lane.model().gates().awaitReached("cut", CodexHome.PATIENCE);
            lane.awaitTailed(thread, "turn", "open");
            interrupt(server, thread, turn);
            lane.whole(thread, "interrupted");
            server.turn(thread, "[S:one] go on");
            var told = lane.whole(thread, "completed");
            assertThat(told.statuses("turn")).containsExactly("interrupted", "completed");
            assertThat(lane.gaps(thread)).isEmpty();
        }
    }

    @Test
    void interrupted_with_a_running_command() throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject());
            var turn = server.startTurn(thread, "[S:long] wait");
            lane.awaitTailed(thread, "tool_call", "open");
            server.await(
                    "item/started", params -> params.at("item", "type").text().equals("commandExecution"));
            interrupt(server, thread, turn);
            var told = lane.whole(thread, "interrupted");
            assertThat(told.statuses("tool_call")).containsExactly("interrupted");
            assertThat(lane.gaps(thread)).isEmpty();
        }
    }

    @Test
    void hung_up_in_mid_stream() throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject());
            server.startTurn(thread, "[S:hung] talk");
            lane.model().gates().awaitReached("hung", CodexHome.PATIENCE);
            assertThat(server.hangUp()).isZero();
            lane.whole(thread, "interrupted");
        }
    }

    @Test
    void a_call_that_the_user_declines() throws Exception {
        var told = asked("asking", "decline").only("tool_call");
        assertThat(told.at("status").text()).isEqualTo("denied");
        assertThat(lane.project("asked")).doesNotExist();
    }

    @Test
    void a_call_that_the_user_allows() throws Exception {
        var told = asked("allowed", "accept").only("tool_call");
        assertThat(told.at("status").text()).isEqualTo("completed");
        assertThat(field(told, "output")).contains("let out");
    }

    private static CodexNarrative asked(String scene, String decision) throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject("approvalPolicy", "on-request", "sandbox", "workspace-write"));
            var turn = server.startTurn(thread, "[S:" + scene + "] please");
            var request = server.await(
                    "item/commandExecution/requestApproval",
                    params -> params.at("turnId").text().equals(turn));
            lane.awaitTailed(thread, "tool_call", "open");
            server.answer(request, object("decision", decision));
            assertThat(server.awaitEnd(turn)).isEqualTo("completed");
            return lane.whole(thread, "completed");
        }
    }

    @Test
    void a_subagent_is_a_session_with_a_parent() throws Exception {
        try (var server = lane.codex().appServer("-c", "features.multi_agent_v2=true")) {
            var thread = server.startThread(inProject());
            server.turn(thread, "[S:parent] delegate");
            var told = lane.whole(thread, "completed");
            assertThat(told.texts("message")).containsExactly("The child is done.");
            var child = lane.model().ledger().complete("child");
            var kid = lane.whole(lane.api().asker(child.getFirst()).thread(), "completed");
            assertThat(kid.session().at("parent").text()).isEqualTo(thread);
            assertThat(kid.texts("message")).containsExactly("I am the child.");
            lane.assertSubagent(kid.session().at("id").text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"paginated", "legacy"})
    void a_fork_has_its_own_turns_and_counts_nothing_twice(String history) throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject("historyMode", history));
            server.turn(thread, "[S:one] first");
            server.turn(thread, "[S:two] second");
            var fork = server.ask("thread/fork", object("threadId", thread))
                    .at("thread", "id")
                    .text();
            server.turn(fork, "[S:three] in the fork");
            server.turn(thread, "[S:four] beside the fork");
            var told = lane.awaitTold(
                    thread, now -> assertThat(now.texts("message")).hasSize(3));
            assertThat(told.texts("message")).containsExactly("This is one.", "This is two.", "This is four.");
            lane.whole(thread, "completed");
            var forked = lane.whole(fork, "completed");
            assertThat(forked.session().at("parent").text()).isEqualTo(thread);
            assertThat(forked.texts("message")).containsExactly("This is three.");
            assertThat(forked.events()).hasSize(history.equals("legacy") ? 4 + 8 : 4);
        }
    }

    @Test
    void a_compaction_counts_and_ends_nothing() throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject());
            server.turn(thread, "[S:five] first");
            server.ask("thread/compact/start", object("threadId", thread));
            server.await(
                    "turn/completed",
                    params -> params.at("threadId").text().equals(thread)
                            && lane.model().ledger().complete("compaction").stream()
                                    .anyMatch(one -> lane.api()
                                            .asker(one)
                                            .turn()
                                            .equals(params.at("turn", "id").text())));
            server.turn(thread, "[S:six] after it");
            var told = lane.awaitTold(
                    thread,
                    now -> assertThat(now.statuses("turn")).containsExactly("completed", "completed", "completed"));
            lane.whole(thread, "completed");
            assertThat(told.texts("message")).containsExactly("This is five.", ResponsesApi.SUMMARY, "This is six.");
            assertThat(told.requests()).hasSize(3);
            assertThat(told.events("notice"))
                    .extracting(notice -> field(notice, "subtype"))
                    .contains("compacted");
        }
    }

    @Test
    void what_was_reverted_stays_told() throws Exception {
        try (var server = lane.codex().appServer()) {
            var thread = server.startThread(inProject());
            server.turn(thread, "[S:one] kept");
            var reverted = server.turn(thread, "[S:two] taken back");
            server.ask("thread/revert", object("threadId", thread, "beforeTurnId", reverted));
            server.turn(thread, "[S:three] instead");
            var told = lane.awaitTold(
                    thread, now -> assertThat(now.texts("message")).hasSize(3));
            lane.whole(thread, "completed");
            assertThat(told.statuses("turn")).containsExactly("completed", "completed", "completed");
            assertThat(lane.gaps(thread)).isEmpty();
        }
    }
}
