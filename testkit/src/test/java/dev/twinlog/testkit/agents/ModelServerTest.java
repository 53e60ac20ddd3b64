package dev.twinlog.testkit.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A model server answers by its script and knows what it sent: what the real agents' tests are held against.
class ModelServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();

    private CompletableFuture<HttpResponse<String>> ask(ModelServer server, String messages) {
        var body = "{\"model\":\"m\",\"stream\":true,\"tools\":[{}],\"messages\":[" + messages + "]}";
        return client.sendAsync(
                HttpRequest.newBuilder(server.address().resolve("/v1/messages"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    private static String assistant(String text) {
        return "{\"role\":\"assistant\",\"content\":\"" + text + "\"}";
    }

    private static ModelServer started(Script script) throws Exception {
        return ModelServer.start(script, new AnthropicApi());
    }

    @Test
    void the_last_marker_and_the_answers_after_it_say_what_is_answered() throws Exception {
        var script = Script.empty()
                .with("one", Attempt.answer(new Say.Words("first")), Attempt.answer(new Say.Words("second")))
                .with("two", Attempt.answer(new Say.Words("other")));
        try (var server = started(script)) {
            assertThat(ask(server, user("[S:one]")).join().body())
                    .contains("\"fi")
                    .contains("\"rst");
            ask(server, user("[S:one]") + "," + assistant("a")).join();
            ask(server, user("[S:one]") + "," + assistant("a") + "," + user("[S:two]"))
                    .join();
            ask(server, user("[S:two]") + "," + assistant("a") + "," + assistant("b"))
                    .join();
            assertThat(server.ledger().all().stream().map(Exchange::words))
                    .containsExactly(List.of("first"), List.of("second"), List.of("other"), List.of("other"));
            assertThat(server.ledger().complete("one")).hasSize(2);
        }
    }

    @Test
    void refusals_come_before_the_answer_and_have_no_tokens() throws Exception {
        var step = new Script.Step(
                List.of(new Attempt.Refusal(429, "rate_limit_error", "slow", 7), Attempt.answer(new Say.Words("ok"))));
        try (var server = started(Script.empty().withSteps("try", List.of(step)))) {
            var refused = ask(server, user("[S:try]")).join();
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("7");
            assertThat(ask(server, user("[S:try]")).join().statusCode()).isEqualTo(200);
            assertThat(server.ledger().all().stream().map(Exchange::state))
                    .containsExactly(Exchange.State.REFUSED, Exchange.State.COMPLETE);
            assertThat(server.ledger().all().getFirst().tokens()).isEmpty();
            assertThat(server.ledger().tokens(each -> true)).containsEntry("outputTokens", 22L);
        }
    }

    @Test
    void an_answer_waits_in_its_midst_until_its_gate_is_opened() throws Exception {
        var script = Script.empty().with("slow", Attempt.answer(new Say.HeldWords("before ", "gate", "after")));
        try (var server = started(script)) {
            var asked = ask(server, user("[S:slow]"));
            server.gates().awaitReached("gate", PATIENCE);
            var held = server.ledger().all().getFirst();
            assertThat(held.state()).isEqualTo(Exchange.State.STREAMING);
            assertThat(held.words()).isEmpty();
            assertThat(asked).isNotDone();
            server.gates().open("gate");
            assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).contains("message_stop");
            var done = server.ledger().await(PATIENCE, each -> each.state() == Exchange.State.COMPLETE);
            assertThat(done.words()).containsExactly("before after");
        }
    }

    @Test
    void a_cut_answer_ends_without_its_end() throws Exception {
        try (var server = started(Script.empty().with("cut", Attempt.cut(new Say.Words("a beginning"))))) {
            assertThat(ask(server, user("[S:cut]"))).failsWithin(PATIENCE);
            assertThat(server.ledger().all().getFirst().state()).isEqualTo(Exchange.State.CUT);
            assertThat(server.ledger().all().getFirst().words()).isEmpty();
        }
    }

    @Test
    void a_tool_call_has_an_id_of_its_own_and_its_input_as_it_was_given() throws Exception {
        var call = new Say.Call("Bash", Json.object("command", "ls", "n", 1));
        try (var server = started(Script.empty().with("tool", Attempt.answer(call, call)))) {
            ask(server, user("[S:tool]")).join();
            var calls = server.ledger().all().getFirst().calls();
            assertThat(calls).hasSize(2);
            assertThat(calls.getFirst().id())
                    .startsWith("toolu_")
                    .isNotEqualTo(calls.getLast().id());
            assertThat(calls.getFirst().input()).isEqualTo(Map.of("command", "ls", "n", 1));
        }
    }

    @Test
    void a_place_that_the_script_does_not_know_is_no_answer() throws Exception {
        try (var server = started(Script.empty())) {
            assertThat(ask(server, user("[S:nobody]"))).failsWithin(PATIENCE);
            assertThat(server.ledger().all()).isEmpty();
        }
    }
}
