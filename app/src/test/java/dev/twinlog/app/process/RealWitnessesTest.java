package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Script;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the real agents, set up by `setup apply`, tell over OTLP meets what their transcripts tell: one event, each
/// part from the better witness.
@Tag("witnesses")
class RealWitnessesTest extends ClaudeScene {
    RealWitnessesTest(AgentLane lane) {
        super(lane);
    }

    private static String witness(Json event, String field) {
        return event.at("fields", field, "witness").text();
    }

    @Test
    void each_part_of_an_event_of_claude_code_is_from_the_better_witness() throws Exception {
        var script =
                Script.empty().with("both", answer(words("I run it."), bash("echo both")), answer(words("It ran.")));
        var session = Claude.session();
        try (var claude = lane.claude(script)) {
            claude.run("[S:both] run it", "--session-id", session, "--allowedTools", "Bash");
            var shown = settled(claude, session);
            await(session)
                    .atMost(AgentLane.PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> {
                        var requests = Account.events(lane.shown(session), "model_request");
                        assertThat(requests).hasSize(2).allSatisfy(request -> {
                            assertThat(witness(request, "outputTokens")).isEqualTo("otlp");
                            assertThat(witness(request, "costUsd")).isEqualTo("otlp");
                        });
                    });
            var call = Account.events(lane.shown(session), "tool_call").getFirst();
            assertThat(witness(call, "decision")).isEqualTo("otlp");
            assertThat(witness(call, "output")).isEqualTo("transcript");
            assertThat(witness(call, "input")).isEqualTo("transcript");
            var prompt = Account.events(lane.shown(session), "prompt").getFirst();
            assertThat(witness(prompt, "text")).isEqualTo("transcript");
            assertThat(lane.shown(session).at("events").elements())
                    .as("nothing is told twice")
                    .hasSameSizeAs(shown.at("events").elements());
            assertNoGap(session);
        }
    }
}
