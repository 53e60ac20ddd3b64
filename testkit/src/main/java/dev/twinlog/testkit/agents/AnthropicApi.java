package dev.twinlog.testkit.agents;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Anthropic's Messages API, as far as Claude Code uses it. Each answer's tokens are others, so that a sum tells which
/// answers are in it.
public final class AnthropicApi implements ModelApi {
    /// The marker under which compactions are written down.
    public static final String COMPACTION = "compaction";

    /// What a compaction is answered.
    public static final String SUMMARY = "1. Primary Request: the user tried small things.";

    /// The marker under which requests for a title are written down.
    public static final String TITLE = "title";

    private static final Pattern SUMMARISE = Pattern.compile(
            "create a detailed summary|summary of (the|our) conversation|Respond with TEXT ONLY",
            Pattern.CASE_INSENSITIVE);

    @Override
    public Script completed(Script script) {
        return script.with(COMPACTION, Attempt.answer(new Say.Words("<summary>\n" + SUMMARY + "\n</summary>")))
                .with(TITLE, Attempt.answer(new Say.Words("{\"title\":\"A small try\"}")));
    }

    @Override
    public void answer(Asked asked, Reply reply) throws IOException, InterruptedException, TimeoutException {
        if (asked.path().equals("/v1/messages")) messages(asked.body(), reply);
        else if (asked.path().equals("/v1/messages/count_tokens")) reply.json(200, object("input_tokens", 1234));
        else if (asked.method().equals("HEAD")) reply.empty(200);
        else reply.json(404, error("not_found_error", "not found", "req_none"));
    }

    private static void messages(Json body, Reply reply) throws IOException, InterruptedException, TimeoutException {
        int number = reply.nextNumber();
        var requestId = "req_%04d%05d".formatted(number, reply.port());
        reply.header("request-id", requestId);
        var place = place(body);
        var exchange = new Exchange(
                number,
                requestId,
                "msg_%04d%05d".formatted(number, reply.port()),
                place,
                List.of(),
                tokens(number),
                Exchange.State.STREAMING);
        switch (reply.attempt(place)) {
            case Attempt.Answer(var says) -> answered(body, reply, exchange, says, false);
            case Attempt.Cut(var says) -> answered(body, reply, exchange, says, true);
            case Attempt.Refusal refusal ->
                reply.refuse(number, requestId, place, refusal, error(refusal.type(), refusal.message(), requestId));
        }
    }

    private static Map<String, ?> error(String type, String message, String requestId) {
        return object("type", "error", "error", object("type", type, "message", message), "request_id", requestId);
    }

    private static SortedMap<String, Long> tokens(int number) {
        return new TreeMap<>(Map.of(
                "inputTokens", 10L + number,
                "outputTokens", 20L + number,
                "cacheReadTokens", 1000L + number,
                "cacheCreationTokens", 100L + number));
    }

    /// The last marker in what the user wrote, and the answers since then.
    private static Script.Place place(Json body) {
        var messages = body.at("messages").list();
        if (!messages.isEmpty() && SUMMARISE.matcher(text(messages.getLast())).find())
            return new Script.Place(COMPACTION, 0);
        if (body.at("tools").list().isEmpty()
                && body.at("output_config", "format").there()) return new Script.Place(TITLE, 0);
        int step = 0;
        for (var message : messages.reversed()) {
            if (message.at("role").text().equals("assistant")) step++;
            else {
                var marker = Script.lastMarker(text(message));
                if (marker.isPresent()) return new Script.Place(marker.get(), step);
            }
        }
        throw new IllegalArgumentException("no marker in " + body);
    }

    private static String text(Json message) {
        var content = message.at("content");
        if (content.value() instanceof String text) return text;
        return content.list().stream()
                .filter(block -> block.at("type").text().equals("text"))
                .map(block -> block.at("text").text())
                .collect(Collectors.joining("\n"));
    }

    private static void answered(Json body, Reply reply, Exchange exchange, List<Say> says, boolean cut)
            throws IOException, InterruptedException, TimeoutException {
        var told = says.stream()
                .filter(say -> thinks(body) || !(say instanceof Say.Think))
                .toList();
        var message = new AnthropicMessage(exchange, body.at("model").text(), told);
        if (!Boolean.TRUE.equals(body.at("stream").value())) reply.whole(exchange, message.pieces(), message.whole());
        else reply.stream(exchange, cut ? message.broken() : message.frames());
    }

    private static boolean thinks(Json body) {
        return body.at("thinking").there()
                && !body.at("thinking", "type").text().equals("disabled");
    }
}
