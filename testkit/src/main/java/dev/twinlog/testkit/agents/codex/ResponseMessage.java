package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Exchange;
import dev.twinlog.testkit.agents.Frame;
import dev.twinlog.testkit.agents.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A response as the Responses API streams it. An item's id tells its request and its place. Calls of
/// `apply_patch` and `exec` take their `input` as plain text; the name of another tool may begin with its
/// namespace and a slash.
record ResponseMessage(Exchange exchange, String model, List<Say> says) {
    private static final Set<String> PLAIN = Set.of("apply_patch", "exec");

    /// All of it.
    List<Frame> frames() {
        var frames = begun(says.size());
        frames.add(new Frame.Complete());
        frames.add(event("response.completed", "response", response("completed", usage())));
        return frames;
    }

    /// All but the end of its last item.
    List<Frame> broken() {
        var frames = begun(says.size() - 1);
        frames.addAll(beginning(says.size() - 1));
        frames.add(new Frame.Break());
        return frames;
    }

    private List<Frame> begun(int whole) {
        var frames = new ArrayList<Frame>();
        frames.add(event("response.created", "response", response("in_progress", null)));
        for (int i = 0; i < whole; i++) {
            frames.addAll(beginning(i));
            frames.add(event("response.output_item.done", "output_index", i, "item", item(i)));
            frames.add(new Frame.Whole(sent(i)));
        }
        return frames;
    }

    private Map<String, @Nullable Object> response(String status, @Nullable Object usage) {
        return object(
                "id", exchange.responseId(), "object", "response", "status", status, "model", model, "usage", usage);
    }

    private Map<String, @Nullable Object> usage() {
        var tokens = exchange.tokens();
        return object(
                "input_tokens", tokens.get("inputTokens"),
                "input_tokens_details", object("cached_tokens", tokens.get("cachedInputTokens")),
                "output_tokens", tokens.get("outputTokens"),
                "output_tokens_details", object("reasoning_tokens", tokens.get("reasoningTokens")),
                "total_tokens", exchange.tokens("inputTokens") + exchange.tokens("outputTokens"));
    }

    /// A call is known by its call id.
    private Exchange.Sent sent(int i) {
        return switch (says.get(i)) {
            case Say.Think(var text) -> new Exchange.Sent.Thought(text);
            case Say.Words(var text) -> new Exchange.Sent.Words(text);
            case Say.HeldWords(var before, var _, var after) -> new Exchange.Sent.Words(before + after);
            case Say.Call(var tool, var input) -> new Exchange.Sent.Call(id("call", i), tool, input);
        };
    }

    private List<Frame> beginning(int i) {
        return switch (says.get(i)) {
            case Say.Think(var text) -> thinking(i, text);
            case Say.Words(var text) -> speaking(i, text);
            case Say.HeldWords(var before, var gate, var after) -> {
                var frames = speaking(i, before);
                frames.add(new Frame.Gate(gate));
                frames.add(textDelta(i, after));
                yield frames;
            }
            case Say.Call call -> List.of(added(i, call(i, call, "in_progress", "")));
        };
    }

    private List<Frame> thinking(int i, String text) {
        var id = id("rs", i);
        var frames = new ArrayList<Frame>();
        frames.add(added(i, reasoning(i, List.of(), null)));
        var part = object("type", "summary_text", "text", "");
        frames.add(event("response.reasoning_summary_part.added", "item_id", id, "summary_index", 0, "part", part));
        for (var word : words(text))
            frames.add(
                    event("response.reasoning_summary_text.delta", "item_id", id, "summary_index", 0, "delta", word));
        return frames;
    }

    private List<Frame> speaking(int i, String text) {
        var id = id("msg", i);
        var frames = new ArrayList<Frame>();
        frames.add(added(i, message(i, "in_progress", List.of())));
        var part = object("type", "output_text", "text", "");
        frames.add(event("response.content_part.added", "item_id", id, "content_index", 0, "part", part));
        for (var word : words(text)) frames.add(textDelta(i, word));
        return frames;
    }

    private Frame textDelta(int i, String text) {
        return event("response.output_text.delta", "item_id", id("msg", i), "content_index", 0, "delta", text);
    }

    private static Frame added(int i, Map<String, @Nullable Object> item) {
        return event("response.output_item.added", "output_index", i, "item", item);
    }

    /// An item as it stands when it is whole.
    private Map<String, @Nullable Object> item(int i) {
        return switch (says.get(i)) {
            case Say.Think(var text) ->
                reasoning(i, List.of(object("type", "summary_text", "text", text)), "bm90IGZvciB5b3U=");
            case Say.Words(var text) -> said(i, text);
            case Say.HeldWords(var before, var _, var after) -> said(i, before + after);
            case Say.Call call -> call(i, call, "completed", content(call));
        };
    }

    private Map<String, @Nullable Object> reasoning(int i, List<?> summary, @Nullable String encrypted) {
        return object("id", id("rs", i), "type", "reasoning", "summary", summary, "encrypted_content", encrypted);
    }

    private Map<String, @Nullable Object> said(int i, String text) {
        return message(i, "completed", List.of(object("type", "output_text", "text", text, "annotations", List.of())));
    }

    /// What is said before a call is a remark, and no final answer.
    private Map<String, @Nullable Object> message(int i, String status, List<?> content) {
        return object(
                "id",
                id("msg", i),
                "type",
                "message",
                "role",
                "assistant",
                "phase",
                i == says.size() - 1 ? "final_answer" : "commentary",
                "status",
                status,
                "content",
                content);
    }

    private Map<String, @Nullable Object> call(int i, Say.Call call, String status, @Nullable Object content) {
        boolean plain = PLAIN.contains(call.tool());
        int slash = call.tool().indexOf('/');
        var item = object(
                "id",
                id(plain ? "ctc" : "fc", i),
                "type",
                plain ? "custom_tool_call" : "function_call",
                "call_id",
                id("call", i),
                "name",
                call.tool().substring(slash + 1),
                "status",
                status,
                plain ? "input" : "arguments",
                content);
        if (slash > 0) item.put("namespace", call.tool().substring(0, slash));
        return item;
    }

    private static @Nullable Object content(Say.Call call) {
        return PLAIN.contains(call.tool()) ? call.input().get("input") : Json.write(call.input());
    }

    private String id(String prefix, int i) {
        return prefix + "_" + exchange.number() + "_" + i;
    }

    private static String[] words(String text) {
        return text.split("(?<= )");
    }

    private static Frame event(String type, @Nullable Object... fields) {
        var data = object(fields);
        data.put("type", type);
        return new Frame.Event(type, data);
    }
}
