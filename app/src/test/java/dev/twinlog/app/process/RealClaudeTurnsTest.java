package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Single turns of the real Claude Code, each told while it runs and afterwards as the model server knows it.
class RealClaudeTurnsTest extends ClaudeScene {
    private static final String BASH = "Bash";

    RealClaudeTurnsTest(AgentLane lane) {
        super(lane);
    }

    @Test
    void a_plain_answer() throws Exception {
        var script = Script.empty()
                .with("plain", answer(new Say.Think("A simple question."), heldWords("The capital is Paris.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:plain] Which capital?", "--session-id", session);
            toldMeanwhile(claude, run, session, event("prompt", "completed", "text", "[S:plain] Which capital?"));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(prompts(shown)).containsExactly("[S:plain] Which capital?");
            assertThat(turns(shown)).containsExactly("unknown");
            assertThat(shown.at("session", "project").text())
                    .isEqualTo(claude.home().project().toString());
            assertNoGap(session);
        }
    }

    @Test
    void a_tool_call() throws Exception {
        var script = Script.empty()
                .with("tool", answer(words("I run it."), bash("echo hello from bash")), answer(heldWords("It ran.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:tool] run it", "--session-id", session, "--allowedTools", BASH);
            toldMeanwhile(claude, run, session, event("tool_call", "completed", "name", BASH));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry(BASH, "completed"));
            var call = Account.events(shown, "tool_call").getFirst();
            assertThat(Account.field(call, "output")).isEqualTo("hello from bash");
            assertThat(Account.field(call, "decision")).isEqualTo("accept");
            assertNoGap(session);
        }
    }

    @Test
    void an_edit() throws Exception {
        var home = lane.home();
        var file = home.project().resolve("hello.txt").toString();
        var script = Script.empty()
                .with(
                        "edit",
                        answer(call("Write", "file_path", file, "content", "one\ntwo\n")),
                        // replace_all stands first, as the agent writes it by itself
                        answer(call(
                                "Edit",
                                "replace_all",
                                false,
                                "file_path",
                                file,
                                "old_string",
                                "two",
                                "new_string",
                                "zwei")),
                        answer(heldWords("Written and edited.")));
        var session = Claude.session();
        try (var claude = lane.claude(home, script)) {
            var run = claude.start("[S:edit] write", "--session-id", session, "--permission-mode", "acceptEdits");
            toldMeanwhile(claude, run, session, event("tool_call", "completed", "name", "Edit"));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry("Write", "completed"), Map.entry("Edit", "completed"));
            assertThat(home.project().resolve("hello.txt")).hasContent("one\nzwei\n");
            assertNoGap(session);
        }
    }

    @Test
    void a_failing_command() throws Exception {
        var script = Script.empty()
                .with("fail", answer(bash("ls /nowhere-at-all")), answer(heldWords("There is no such folder.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:fail] list", "--session-id", session, "--allowedTools", BASH);
            toldMeanwhile(claude, run, session, event("tool_call", "failed", "name", BASH));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry(BASH, "failed"));
            var call = Account.events(shown, "tool_call").getFirst();
            assertThat(call.at("fields", "exitCode", "value").number()).isEqualTo(2);
            assertThat(Account.field(call, "output")).contains("/nowhere-at-all");
            assertNoGap(session);
        }
    }

    @Test
    void a_denied_tool() throws Exception {
        var script = Script.empty()
                .with("denied", answer(bash("touch denied.txt")), answer(heldWords("I was not allowed to.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:denied] touch", "--session-id", session);
            toldMeanwhile(claude, run, session, event("tool_call", "denied", "name", BASH));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry(BASH, "denied"));
            assertThat(Account.field(Account.events(shown, "tool_call").getFirst(), "decision"))
                    .isEqualTo("reject");
            assertThat(claude.home().project().resolve("denied.txt")).doesNotExist();
            assertNoGap(session);
        }
    }

    @Test
    void two_tools_of_one_answer() throws Exception {
        var script = Script.empty()
                .with(
                        "both",
                        answer(words("Two at once."), bash("echo one"), bash("echo two")),
                        answer(heldWords("Both.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:both] both", "--session-id", session, "--allowedTools", BASH);
            toldMeanwhile(claude, run, session, event("tool_call", "completed", "output", "two"));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(calls(shown)).containsExactly(Map.entry(BASH, "completed"), Map.entry(BASH, "completed"));
            assertNoGap(session);
        }
    }

    @Test
    void refusals_and_a_retry_that_works() throws Exception {
        var tries = new Script.Step(List.of(
                Attempt.refusal(529, "overloaded_error", "Overloaded"),
                Attempt.refusal(500, "api_error", "Internal server error"),
                new Attempt.Refusal(429, "rate_limit_error", "Rate limited", 1),
                answer(heldWords("It worked after retries."))));
        var script = Script.empty().withSteps("retry", List.of(tries));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:retry] try", "--session-id", session);
            toldMeanwhile(claude, run, session, event("notice", "completed", "subtype", "api_error"));
            Claude.ended(run);
            var shown = settled(claude, session);
            var refused = claude.ledger().all(each -> each.state() == Exchange.State.REFUSED);
            assertThat(notices(shown, "api_error").stream().map(notice -> Account.field(notice, "requestId")))
                    .containsExactlyElementsOf(
                            refused.stream().map(Exchange::requestId).toList());
            assertThat(notices(shown, "api_error").stream().map(notice -> Account.field(notice, "status")))
                    .containsExactly("529", "500", "429");
            assertNoGap(session);
        }
    }

    @Test
    void an_answer_cut_in_its_midst_and_asked_for_again() throws Exception {
        var tries = new Script.Step(
                List.of(Attempt.cut(words("A beginning that nobody keeps.")), answer(heldWords("Whole this time."))));
        var script = Script.empty().withSteps("cut", List.of(tries));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:cut] answer", "--session-id", session);
            toldMeanwhile(claude, run, session, event("prompt", "completed", "text", "[S:cut] answer"));
            Claude.ended(run);
            var shown = settled(claude, session);
            assertThat(notices(shown, "api_error")).hasSize(1);
            assertThat(claude.ledger().all(each -> each.state() == Exchange.State.CUT))
                    .hasSize(1);
            assertNoGap(session);
        }
    }

    @Test
    void a_refusal_for_good_fails_the_turn() throws Exception {
        var script = Script.empty().with("fatal", Attempt.refusal(400, "invalid_request_error", "made-up, for good"));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            var run = claude.start("[S:fatal] try", "--session-id", session);
            assertThat(run.awaitEnd(AgentLane.PATIENCE)).as(run.told()).isEqualTo(1);
            told(session, event("turn", "failed", "status", "failed"));
            var shown = settled(claude, session);
            assertThat(turns(shown)).containsExactly("failed");
            var request = Account.events(shown, "model_request").getLast();
            assertThat(request.at("status").text()).isEqualTo("failed");
            assertThat(claude.ledger().all().stream().map(Exchange::requestId))
                    .contains(Account.field(request, "requestId"));
            assertThat(Account.field(request, "apiErrorStatus")).isEqualTo("400");
            assertNoGap(session);
        }
    }
}
