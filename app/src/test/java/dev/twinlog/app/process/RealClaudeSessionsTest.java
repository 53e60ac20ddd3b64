package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.AnthropicApi;
import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sessions of the real Claude Code that go on, branch, are compacted, or run beside others.
class RealClaudeSessionsTest extends ClaudeScene {
    private static final Script PLAIN = Script.empty()
            .with("one", answer(words("The first answer.")))
            .with("two", answer(heldWords("The second answer.")))
            .with("three", answer(words("The third answer.")));

    RealClaudeSessionsTest(AgentLane lane) {
        super(lane);
    }

    @Test
    void a_resumed_session_is_one() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(PLAIN)) {
            claude.run("[S:one] begin", "--session-id", session);
            settled(claude, session);
            var run = claude.start("[S:two] go on", "--resume", session);
            toldMeanwhile(claude, run, session, event("prompt", "completed", "text", "[S:two] go on"));
            Claude.ended(run);
            settled(claude, session);
            claude.run("[S:three] go on", "--continue");
            var shown = settled(claude, session);
            assertThat(prompts(shown)).containsExactly("[S:one] begin", "[S:two] go on", "[S:three] go on");
            assertThat(turns(shown)).hasSize(3);
            assertNoGap(session);
        }
    }

    @Test
    void a_fork_counts_what_it_copied_for_its_parent() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(PLAIN)) {
            claude.run("[S:one] begin", "--session-id", session);
            var run = claude.start("[S:two] branch off", "--resume", session, "--fork-session");
            var fork = sessionOf(run);
            assertThat(fork).isNotEqualTo(session);
            toldMeanwhile(claude, run, fork, event("prompt", "completed", "text", "[S:two] branch off"));
            Claude.ended(run);
            settled(claude, session, each -> each.of("one"));
            var own = settled(claude, fork, each -> each.of("two"));
            assertThat(own.at("session", "parent").text()).contains(session);
            assertThat(own.at("events").elements().stream()
                            .filter(Account::isCopy)
                            .map(event -> event.at("kind").text()))
                    .contains("prompt", "message", "model_request");
            assertNoGap(session);
            assertNoGap(fork);
        }
    }

    private static String sessionOf(AgentProcess run) throws Exception {
        var line = run.awaitLine(AgentLane.PATIENCE, each -> each.contains("\"session_id\""));
        return Json.read(line).at("session_id").text();
    }

    @Test
    void a_compaction_is_told_where_it_happened() throws Exception {
        var session = Claude.session();
        try (var claude = lane.claude(PLAIN)) {
            claude.run("[S:one] begin", "--session-id", session);
            claude.run("/compact", "--resume", session);
            told(session, event("notice", "completed", "subtype", "compact_boundary"));
            var run = claude.start("[S:two] go on", "--resume", session);
            toldMeanwhile(claude, run, session, event("prompt", "completed", "text", "[S:two] go on"));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(claude.ledger().complete(AnthropicApi.COMPACTION)).hasSize(1);
            assertThat(notices(shown, "compact_boundary")).hasSize(1);
            assertThat(notices(shown, "compact_summary"))
                    .singleElement()
                    .satisfies(
                            notice -> assertThat(Account.field(notice, "text")).contains(AnthropicApi.SUMMARY));
            assertThat(prompts(shown)).containsExactly("[S:one] begin", "[S:two] go on");
            assertNoGap(session);
        }
    }

    @Test
    void several_processes_in_one_project_do_not_mix() throws Exception {
        var sessions = List.of(Claude.session(), Claude.session(), Claude.session());
        var script = Script.empty();
        for (int i = 0; i < sessions.size(); i++) script = script.with("at" + i, bashThenHeld(i));
        try (var claude = lane.claude(script)) {
            var runs = new ArrayList<AgentProcess>();
            for (int i = 0; i < sessions.size(); i++)
                runs.add(
                        claude.start("[S:at" + i + "] run", "--session-id", sessions.get(i), "--allowedTools", "Bash"));
            for (int i = 0; i < sessions.size(); i++) {
                claude.model().gates().awaitReached("end" + i, AgentLane.PATIENCE);
                told(sessions.get(i), event("tool_call", "completed", "output", "at " + i));
            }
            assertThat(runs).allMatch(AgentProcess::alive);
            for (int i = 0; i < sessions.size(); i++) claude.model().gates().open("end" + i);
            for (var run : runs) Claude.ended(run);
            for (int i = 0; i < sessions.size(); i++) {
                var marker = "at" + i;
                settled(claude, sessions.get(i), each -> each.of(marker));
                assertNoGap(sessions.get(i));
            }
        }
    }

    private static Attempt[] bashThenHeld(int number) {
        return new Attempt[] {
            answer(bash("echo at " + number)), answer(new Say.HeldWords("It said ", "end" + number, "at " + number))
        };
    }

    @Test
    void two_processes_in_one_session_are_one_session() throws Exception {
        var session = Claude.session();
        var script = PLAIN.with("at0", bashThenHeld(0)).with("at1", bashThenHeld(1));
        try (var claude = lane.claude(script)) {
            claude.run("[S:one] begin", "--session-id", session);
            var left = claude.start("[S:at0] left", "--resume", session, "--allowedTools", "Bash");
            var right = claude.start("[S:at1] right", "--resume", session, "--allowedTools", "Bash");
            for (int i = 0; i < 2; i++) claude.model().gates().awaitReached("end" + i, AgentLane.PATIENCE);
            for (int i = 0; i < 2; i++) told(session, event("tool_call", "completed", "output", "at " + i));
            for (int i = 0; i < 2; i++) claude.model().gates().open("end" + i);
            Claude.ended(left);
            Claude.ended(right);
            var shown = settled(claude, session);
            assertThat(prompts(shown)).containsExactlyInAnyOrder("[S:one] begin", "[S:at0] left", "[S:at1] right");
            assertThat(turns(shown)).hasSize(3);
            assertNoGap(session);
        }
    }
}
