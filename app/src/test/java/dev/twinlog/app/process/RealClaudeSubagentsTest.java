package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Subagents of the real Claude Code.
class RealClaudeSubagentsTest extends ClaudeScene {
    private static final String[] ALLOWED = {"--allowedTools", "Bash", "Agent"};
    private static final Script INNER = Script.empty()
            .with("inner", answer(words("Counting."), bash("ls | wc -l")), answer(words("There is one.")));

    RealClaudeSubagentsTest(AgentLane lane) {
        super(lane);
    }

    @Test
    void a_subagent_that_its_caller_waits_for() throws Exception {
        var script = INNER.with("outer", answer(delegate()), answer(heldWords("It found one.")));
        var session = Claude.session();
        try (var claude = lane.claude(script).with("CLAUDE_CODE_DISABLE_BACKGROUND_TASKS", "1")) {
            var run = claude.start("[S:outer] delegate", with("--session-id", session));
            toldMeanwhile(claude, run, session, event("tool_call", "completed", "name", "Agent"));
            Claude.ended(run);
            assertDelegated(claude, session);
        }
    }

    @Test
    void a_subagent_in_the_background() throws Exception {
        var script =
                INNER.with("outer", answer(delegate()), answer(words("It runs.")), answer(heldWords("It found one.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:outer] delegate", with("--session-id", session));
            toldMeanwhile(claude, run, session, event("message", "completed", "text", "There is one."));
            Claude.ended(run);
            var shown = assertDelegated(claude, session);
            assertThat(Account.events(shown, "prompt").stream().map(prompt -> Account.field(prompt, "source")))
                    .containsExactlyInAnyOrder("human", "agent", "task_notification");
        }
    }

    private static String[] with(String option, String value) {
        return new String[] {option, value, ALLOWED[0], ALLOWED[1], ALLOWED[2]};
    }

    /// The subagent's part stands in its parent's session, as its own.
    private Json assertDelegated(Claude claude, String session) {
        var shown = settled(claude, session);
        assertThat(calls(shown)).containsExactly(Map.entry("Agent", "completed"), Map.entry("Bash", "completed"));
        assertThat(notices(shown, "subagent"))
                .singleElement()
                .satisfies(
                        notice -> assertThat(Account.field(notice, "agentType")).isEqualTo("general-purpose"));
        assertThat(Account.usage(lane, "claude", "subagents", session, Account.TOKENS))
                .isEqualTo(
                        Account.sent(claude.ledger(), each -> each.of("inner")).tokens());
        assertThat(prompts(shown)).containsExactly("[S:outer] delegate");
        assertNoGap(session);
        return shown;
    }
}
