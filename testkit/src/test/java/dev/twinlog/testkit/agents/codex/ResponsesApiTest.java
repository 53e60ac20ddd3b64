package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;
import static dev.twinlog.testkit.agents.Attempt.answer;
import static dev.twinlog.testkit.agents.Attempt.cut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The model server as Codex sees it: what the real agent's tests are held against.
class ResponsesApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, ?> CHILD_TASK = object(
            "type",
            "agent_message",
            "content",
            List.of(object("type", "encrypted_content", "encrypted_content", "[S:one] do it")));

    @AutoClose
    private final HttpClient client = HttpClient.newHttpClient();

    private final ResponsesApi api = new ResponsesApi();

    private CompletableFuture<HttpResponse<String>> ask(ModelServer server, String kind, Object... input) {
        var turn = object("thread_id", "thread", "turn_id", "turn", "request_kind", kind);
        var metadata = object("x-codex-turn-metadata", Json.write(turn), "x-codex-parent-thread-id", "parent");
        var body = object("model", "m", "client_metadata", metadata, "input", List.of(input));
        return client.sendAsync(
                HttpRequest.newBuilder(server.address().resolve("/v1/responses"))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, ?> user(String text) {
        return object(
                "type", "message", "role", "user", "content", List.of(object("type", "input_text", "text", text)));
    }

    private static Map<String, ?> output(String call, String text) {
        return object("type", "function_call_output", "call_id", call, "output", text);
    }

    /// The data of the events of a type.
    private static List<Json> events(HttpResponse<String> response, String type) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Json.read(line.substring("data: ".length())))
                .filter(event -> event.at("type").text().equals(type))
                .toList();
    }

    private static List<Json> items(HttpResponse<String> response) {
        return events(response, "response.output_item.done").stream()
                .map(event -> event.at("item"))
                .toList();
    }

    private ModelServer started(Script script) throws Exception {
        return ModelServer.start(script, api);
    }

    @Test
    void an_answer_is_streamed_and_told_with_tokens_of_its_own() throws Exception {
        var script = Script.empty().with("one", answer(new Say.Think("hm"), new Say.Words("Paris it is.")));
        try (var server = started(script)) {
            var response = ask(server, "turn", user("[S:one]")).join();
            assertThat(items(response))
                    .extracting(item -> item.at("type").text())
                    .containsExactly("reasoning", "message");
            assertThat(events(response, "response.output_text.delta"))
                    .extracting(event -> event.at("delta").text())
                    .containsExactly("Paris ", "it ", "is.");
            var completed = events(response, "response.completed").getFirst().at("response");
            var exchange = server.ledger().complete("one").getFirst();
            assertThat(completed.at("id").text()).isEqualTo(exchange.responseId());
            assertThat(completed.at("usage", "input_tokens").number())
                    .isEqualTo(exchange.tokens().get("inputTokens"));
            assertThat(completed
                            .at("usage", "output_tokens_details", "reasoning_tokens")
                            .number())
                    .isEqualTo(exchange.tokens().get("reasoningTokens"));
            assertThat(api.asker(exchange)).isEqualTo(new Asker("thread", "parent", "turn", "turn"));
        }
    }

    @Test
    void what_was_answered_to_calls_says_which_answer_comes_next() throws Exception {
        var calls = answer(new Say.Words("Two."), call("exec_command"), call("exec_command"));
        var script = Script.empty().with("one", calls, answer(new Say.Words("Done.")));
        try (var server = started(script)) {
            var first = items(ask(server, "turn", user("[S:one]")).join());
            assertThat(first.getFirst().at("phase").text()).isEqualTo("commentary");
            var ids = first.stream()
                    .skip(1)
                    .map(item -> item.at("call_id").text())
                    .toList();
            var second =
                    items(ask(server, "turn", user("[S:one]"), output(ids.getFirst(), "a"), output(ids.getLast(), "b"))
                            .join());
            assertThat(second.getFirst().at("phase").text()).isEqualTo("final_answer");
            assertThat(server.ledger().all().getFirst().calls())
                    .extracting(Exchange.Sent.Call::id)
                    .isEqualTo(ids);
            assertThat(api.output(ids.getLast())).contains("\"b\"");
        }
    }

    @Test
    void tools_of_plain_text_and_of_a_namespace_look_so() throws Exception {
        var script = Script.empty()
                .with(
                        "one",
                        answer(
                                new Say.Call("apply_patch", object("input", "*** Begin Patch")),
                                call("collaboration/spawn_agent")));
        try (var server = started(script)) {
            var items = items(ask(server, "turn", CHILD_TASK).join());
            assertThat(items.getFirst().at("type").text()).isEqualTo("custom_tool_call");
            assertThat(items.getFirst().at("input").text()).isEqualTo("*** Begin Patch");
            assertThat(items.getLast().at("namespace").text()).isEqualTo("collaboration");
            assertThat(items.getLast().at("arguments").text()).isEqualTo("{\"a\":1}");
        }
    }

    private static Say call(String tool) {
        return new Say.Call(tool, object("a", 1));
    }

    @Test
    void a_compaction_is_summed_up_whatever_the_last_prompt() throws Exception {
        try (var server = started(Script.empty().with("one", answer(new Say.Words("One."))))) {
            ask(server, "compaction", user("[S:one]")).join();
            assertThat(server.ledger().all())
                    .singleElement()
                    .satisfies(one -> assertThat(one.words()).containsExactly(ResponsesApi.SUMMARY));
        }
    }

    @Test
    void an_answer_that_is_cut_has_no_end() throws Exception {
        try (var server = started(Script.empty().with("one", cut(new Say.Words("It begins"))))) {
            assertThat(ask(server, "turn", user("[S:one]"))).failsWithin(PATIENCE);
            assertThat(server.ledger().all().getFirst().state()).isEqualTo(Exchange.State.CUT);
        }
    }
}
