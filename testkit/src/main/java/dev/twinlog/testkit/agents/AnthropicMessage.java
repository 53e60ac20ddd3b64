package dev.twinlog.testkit.agents;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of the Messages API, streamed or whole.
final class AnthropicMessage {
    private static final String SIGNATURE = "c2lnbmF0dXJl";

    private final Exchange exchange;
    private final String model;
    private final List<Say> says;

    /// @param says what the agent can be told: thinking only if it asked for it
    AnthropicMessage(Exchange exchange, String model, List<Say> says) {
        this.exchange = exchange;
        this.model = model;
        this.says = says;
    }

    /// The pieces of the answer, tool calls with their ids.
    List<Exchange.Sent> pieces() {
        var pieces = new ArrayList<Exchange.Sent>();
        for (int i = 0; i < says.size(); i++) pieces.add(piece(i));
        return pieces;
    }

    private Exchange.Sent piece(int index) {
        return switch (says.get(index)) {
            case Say.Think(var text) -> new Exchange.Sent.Thought(text);
            case Say.Words(var text) -> new Exchange.Sent.Words(text);
            case Say.HeldWords(var before, var gate, var after) -> new Exchange.Sent.Words(before + after);
            case Say.Call(var tool, var input) -> {
                var id = "toolu_" + exchange.requestId().substring("req_".length()) + index;
                yield new Exchange.Sent.Call(id, tool, input);
            }
        };
    }

    /// The whole answer as one JSON object.
    Map<String, @Nullable Object> whole() {
        var message = message(stopReason(), usage(exchange.tokens("outputTokens")));
        message.put("content", pieces().stream().map(AnthropicMessage::block).toList());
        return message;
    }

    /// The answer as a stream.
    List<Frame> frames() {
        var frames = opened();
        for (int i = 0; i < says.size(); i++) {
            begin(frames, i);
            frames.add(event("content_block_stop", object("index", i)));
            frames.add(new Frame.Whole(piece(i)));
        }
        frames.add(event(
                "message_delta",
                object(
                        "delta", object("stop_reason", stopReason(), "stop_sequence", null),
                        "usage", usage(exchange.tokens("outputTokens")))));
        frames.add(new Frame.Complete());
        frames.add(event("message_stop", object()));
        return frames;
    }

    /// The answer as a stream that breaks in its last block.
    List<Frame> broken() {
        var frames = opened();
        for (int i = 0; i < says.size(); i++) {
            begin(frames, i);
            if (i == says.size() - 1) break;
            frames.add(event("content_block_stop", object("index", i)));
            frames.add(new Frame.Whole(piece(i)));
        }
        frames.add(new Frame.Break());
        return frames;
    }

    private List<Frame> opened() {
        var frames = new ArrayList<Frame>();
        frames.add(event("message_start", object("message", message(null, usage(1)))));
        frames.add(event("ping", object()));
        return frames;
    }

    private void begin(List<Frame> frames, int index) {
        switch (says.get(index)) {
            case Say.Think(var text) -> {
                frames.add(start(index, object("type", "thinking", "thinking", "", "signature", "")));
                frames.add(delta(index, object("type", "thinking_delta", "thinking", text)));
                frames.add(delta(index, object("type", "signature_delta", "signature", SIGNATURE)));
            }
            case Say.Words(var text) -> {
                frames.add(start(index, object("type", "text", "text", "")));
                text(frames, index, text);
            }
            case Say.HeldWords(var before, var gate, var after) -> {
                frames.add(start(index, object("type", "text", "text", "")));
                text(frames, index, before);
                frames.add(new Frame.Gate(gate));
                text(frames, index, after);
            }
            case Say.Call(var tool, var input) -> {
                var id = ((Exchange.Sent.Call) piece(index)).id();
                frames.add(start(index, object("type", "tool_use", "id", id, "name", tool, "input", object())));
                var json = Json.write(input);
                int half = json.length() / 2;
                for (var part : List.of(json.substring(0, half), json.substring(half)))
                    frames.add(delta(index, object("type", "input_json_delta", "partial_json", part)));
            }
        }
    }

    private static void text(List<Frame> frames, int index, String text) {
        int half = text.length() / 2;
        for (var part : List.of(text.substring(0, half), text.substring(half)))
            if (!part.isEmpty()) frames.add(delta(index, object("type", "text_delta", "text", part)));
    }

    private static Frame start(int index, Map<String, @Nullable Object> block) {
        return event("content_block_start", object("index", index, "content_block", block));
    }

    private static Frame delta(int index, Map<String, @Nullable Object> delta) {
        return event("content_block_delta", object("index", index, "delta", delta));
    }

    private static Frame event(String type, Map<String, @Nullable Object> data) {
        var typed = object("type", type);
        typed.putAll(data);
        return new Frame.Event(type, typed);
    }

    private static Map<String, @Nullable Object> block(Exchange.Sent piece) {
        return switch (piece) {
            case Exchange.Sent.Thought(var text) ->
                object("type", "thinking", "thinking", text, "signature", SIGNATURE);
            case Exchange.Sent.Words(var text) -> object("type", "text", "text", text);
            case Exchange.Sent.Call(var id, var tool, var input) ->
                object("type", "tool_use", "id", id, "name", tool, "input", input);
        };
    }

    private String stopReason() {
        return says.stream().anyMatch(Say.Call.class::isInstance) ? "tool_use" : "end_turn";
    }

    private Map<String, @Nullable Object> message(@Nullable String stopReason, Map<String, @Nullable Object> usage) {
        return object(
                "id",
                exchange.responseId(),
                "type",
                "message",
                "role",
                "assistant",
                "model",
                model,
                "content",
                List.of(),
                "stop_reason",
                stopReason,
                "stop_sequence",
                null,
                "usage",
                usage);
    }

    private Map<String, @Nullable Object> usage(long output) {
        var tokens = exchange.tokens();
        var written = tokens.get("cacheCreationTokens");
        return object(
                "input_tokens",
                tokens.get("inputTokens"),
                "output_tokens",
                output,
                "cache_read_input_tokens",
                tokens.get("cacheReadTokens"),
                "cache_creation_input_tokens",
                written,
                "cache_creation",
                object("ephemeral_5m_input_tokens", written, "ephemeral_1h_input_tokens", 0),
                "service_tier",
                "standard");
    }
}
