package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Turns of the real Claude Code that are ended from outside.
class RealClaudeEndsTest extends ClaudeScene {
    private static final String BEGUN = "These words came, ";

    /// An answer that the test holds in its midst, and one that comes after it.
    private static final Script SLOW = Script.empty()
            .with("slow", answer(new Say.Think("A long thought."), new Say.HeldWords(BEGUN, "held", "these never.")))
            .with("after", answer(words("After the crash.")));

    /// A command that says that it runs, and goes on until it is ended.
    private static final Script SLOW_TOOL = Script.empty()
            .with(
                    "tool",
                    answer(words("It takes long."), bash("touch running; tail -f /dev/null")),
                    answer(words("It ended.")))
            .with("after", answer(words("After the crash.")));

    RealClaudeEndsTest(AgentLane lane) {
        super(lane);
    }

    /// Waits until the agent has shown the words that were sent before the gate.
    private static void awaitBegun(Claude claude, AgentProcess run) throws Exception {
        claude.model().gates().awaitReached("held", AgentLane.PATIENCE);
        run.awaitLine(
                AgentLane.PATIENCE,
                line -> line.contains("text_delta") && line.contains(BEGUN.substring(BEGUN.length() / 2)));
    }

    /// Waits until the command of the tool runs: before that, an interruption refuses it.
    private static void awaitRunning(Claude claude) {
        await("the tool runs")
                .atMost(AgentLane.PATIENCE)
                .until(() -> Files.exists(claude.home().project().resolve("running")));
    }

    @Test
    void an_interruption_in_the_midst_of_an_answer() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(SLOW)) {
            var run = claude.start("[S:slow] tell", "--session-id", session);
            awaitBegun(claude, run);
            told(session, event("prompt", "completed", "text", "[S:slow] tell"));
            run.signal("INT");
            Claude.ended(run);
            told(session, event("message", "interrupted", "text", BEGUN));
            told(session, event("turn", "interrupted", "status", "interrupted"));
            var shown = settled(claude, session);
            assertThat(turns(shown)).containsExactly("interrupted");
            assertThat(Account.events(shown, "reasoning")).hasSize(1);
            var request = Account.events(shown, "model_request").getFirst();
            assertThat(request.at("status").text()).isEqualTo("interrupted");
            assertThat(Account.field(request, "requestId"))
                    .isEqualTo(held(claude).requestId());
            assertNoGap(session);
        }
    }

    private static Exchange held(Claude claude) {
        return claude.ledger().all(each -> each.of("slow")).getFirst();
    }

    @Test
    void a_kill_in_the_midst_of_an_answer() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(SLOW)) {
            var run = claude.start("[S:slow] tell", "--session-id", session);
            awaitBegun(claude, run);
            told(session, event("prompt", "completed", "text", "[S:slow] tell"));
            run.kill();
            var shown = settled(claude, session);
            assertThat(Account.events(shown, "message")).isEmpty();
            claude.run("[S:after] go on", "--resume", session);
            var resumed = settled(claude, session);
            assertThat(prompts(resumed)).containsExactly("[S:slow] tell", "[S:after] go on");
            assertThat(notices(resumed, "filler")).hasSize(1);
            assertThat(claude.ledger().complete("slow")).isEmpty();
            assertNoGap(session);
        }
    }

    @Test
    void a_kill_while_a_tool_runs() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(SLOW_TOOL)) {
            var run = claude.start("[S:tool] wait", "--session-id", session, "--allowedTools", "Bash");
            awaitRunning(claude);
            told(session, event("tool_call", "open", "name", "Bash"));
            run.kill();
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry("Bash", "open"));
            claude.run("[S:after] go on", "--resume", session);
            told(session, event("tool_call", "interrupted", "name", "Bash"));
            var resumed = settled(claude, session);
            assertThat(calls(resumed)).containsExactly(Map.entry("Bash", "interrupted"));
            settled(claude, session);
            assertNoGap(session);
        }
    }

    @Test
    void an_interruption_while_a_tool_runs() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(SLOW_TOOL)) {
            var run = claude.start("[S:tool] wait", "--session-id", session, "--allowedTools", "Bash");
            awaitRunning(claude);
            told(session, event("tool_call", "open", "name", "Bash"));
            run.signal("INT");
            run.awaitEnd(AgentLane.PATIENCE);
            // it may end before it wrote of it: then nobody can know how the call ended
            boolean written = Files.readString(claude.transcript(session)).contains("[Request interrupted by user");
            if (written) told(session, event("tool_call", "interrupted", "name", "Bash"));
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry("Bash", written ? "interrupted" : "open"));
            assertThat(turns(shown)).containsExactly(written ? "interrupted" : "unknown");
            assertNoGap(session);
        }
    }
}
