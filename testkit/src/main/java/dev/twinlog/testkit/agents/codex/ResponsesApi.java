package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.ModelApi;
import dev.twinlog.testkit.agents.Reply;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// OpenAI's Responses API, as far as Codex uses it. Each response's tokens are others, so that a sum tells
/// which responses are in it. Beside what the ledger knows it remembers who asked, and what the agent
/// answered to calls.
public final class ResponsesApi implements ModelApi {
    /// The marker under which compactions are written down.
    public static final String COMPACTION = "compaction";

    /// What a compaction is answered.
    public static final String SUMMARY = "So far the user tried small things.";

    private static final Pattern CALL = Pattern.compile("call_(\\d+)_\\d+");
    private final Map<Integer, Asker> askers = new ConcurrentHashMap<>();
    private final Map<String, String> outputs = new ConcurrentHashMap<>();

    @Override
    public Script completed(Script script) {
        return script.with(COMPACTION, Attempt.answer(new Say.Words(SUMMARY)));
    }

    /// Who asked for a response. Fails for one that this API did not give.
    public Asker asker(Exchange exchange) {
        return Optional.ofNullable(askers.get(exchange.number())).orElseThrow();
    }

    /// What the agent answered to a call, in the JSON that the model was shown.
    public Optional<String> output(String call) {
        return Optional.ofNullable(outputs.get(call));
    }

    @Override
    public void answer(Asked asked, Reply reply) throws IOException, InterruptedException, TimeoutException {
        if (asked.path().equals("/v1/responses")) respond(asked.body(), reply);
        else reply.json(200, object("object", "list", "data", List.of(), "models", List.of()));
    }

    private void respond(Json body, Reply reply) throws IOException, InterruptedException, TimeoutException {
        int number = reply.nextNumber();
        var asker = Asker.of(body);
        askers.put(number, asker);
        hear(body);
        var place = place(body, asker);
        var requestId = "req_" + number;
        reply.header("x-request-id", requestId);
        var exchange = new Exchange(
                number,
                requestId,
                "resp_%04d%05d".formatted(number, reply.port()),
                place,
                List.of(),
                tokens(number),
                Exchange.State.STREAMING);
        switch (reply.attempt(place)) {
            case Attempt.Answer(var says) ->
                reply.stream(exchange, message(exchange, body, says).frames());
            case Attempt.Cut(var says) ->
                reply.stream(exchange, message(exchange, body, says).broken());
            case Attempt.Refusal refusal ->
                reply.refuse(number, requestId, place, refusal, error(refusal.type(), refusal.message()));
        }
    }

    private static ResponseMessage message(Exchange exchange, Json body, List<Say> says) {
        return new ResponseMessage(exchange, body.at("model").text(), says);
    }

    private static Map<String, @Nullable Object> error(String type, String message) {
        return object("error", object("type", type, "code", type, "message", message));
    }

    private static SortedMap<String, Long> tokens(int number) {
        return new TreeMap<>(Map.of(
                "inputTokens", 1000L + 3L * number,
                "cachedInputTokens", 100L + number,
                "outputTokens", 50L + 2L * number,
                "reasoningTokens", 10L + number));
    }

    private void hear(Json body) {
        for (var item : body.at("input").list())
            if (item.at("type").text().endsWith("_output"))
                outputs.put(
                        item.at("call_id").text(), Json.write(item.at("output").value()));
    }

    /// The last marker in what was asked, and the responses with calls since then.
    private static Script.Place place(Json body, Asker asker) {
        if (asker.kind().equals(COMPACTION)) return new Script.Place(COMPACTION, 0);
        var calling = new HashSet<String>();
        for (var item : body.at("input").list().reversed()) {
            var call = CALL.matcher(item.at("call_id").text());
            if (call.matches()) calling.add(call.group(1));
            var marker = isAsking(item) ? Script.lastMarker(Json.write(item)) : Optional.<String>empty();
            if (marker.isPresent()) return new Script.Place(marker.get(), calling.size());
        }
        throw new IllegalArgumentException("no marker in " + body);
    }

    /// Whether an item is what a person said, or the task that another agent gave.
    private static boolean isAsking(Json item) {
        var type = item.at("type").text();
        return type.equals("agent_message")
                || type.equals("message") && item.at("role").text().equals("user");
    }
}
