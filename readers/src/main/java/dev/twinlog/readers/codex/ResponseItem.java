package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads `response_item` records: what the model said and asked for, and what it was shown of the tools'
/// output.
final class ResponseItem {
    private static final String FORM = "response_item";

    private ResponseItem() {}

    static void read(CodexRecord record) {
        var item = record.payload();
        var type = String.valueOf(item.text("type"));
        switch (type) {
            case "message" -> {
                if (item.get("role").is("user")) userMessage(record, item);
                else message(record, item);
            }
            case "reasoning" -> reasoning(record, item);
            case "function_call" -> call(record, item.text("call_id"), item.text("name"), item.get("arguments"));
            case "custom_tool_call" -> call(record, item.text("call_id"), item.text("name"), item.get("input"));
            case "local_shell_call" -> call(record, item.text("call_id"), "local_shell", item.get("action"));
            case "web_search_call" -> call(record, item.text("id"), "web_search", item.get("action"));
            case "function_call_output", "custom_tool_call_output" -> output(record, item);
            case "tool_search_call" -> call(record, item.text("call_id"), "tool_search", item.get("arguments"));
            case "tool_search_output" -> found(record, item);
            case "agent_message" -> told(record, item);
            default -> throw new IllegalStateException("response_item/" + type + " is in the table, but not read");
        }
    }

    private static void message(CodexRecord record, Json item) {
        record.about(Kind.MESSAGE)
                .alias(Alias.Type.ITEM, item.text("id"))
                .nth("message", FORM)
                .put(ABOUT, "phase", item.get("phase"))
                .text(INPUT, "text", texts(item.get("content")))
                .tell();
    }

    /// What was given to the model in the user's name. A prompt stands better in its item or event message; how a
    /// child thread ended stands nowhere else.
    private static void userMessage(CodexRecord record, Json item) {
        if (!isOfSubagent(item)) return;
        record.about(Kind.NOTICE)
                .alias(Alias.Type.ITEM, item.text("id"))
                .put(ABOUT, "subtype", "subagent_notification")
                .text(INPUT, "text", texts(item.get("content")))
                .tell();
    }

    private static boolean isOfSubagent(Json item) {
        for (var part : item.get("content").elements()) return part.get("text").startsWith("<subagent_notification>");
        return false;
    }

    private static void reasoning(CodexRecord record, Json item) {
        var parts = texts(item.get("summary"));
        if (parts.isEmpty()) parts = texts(item.get("content"));
        var said = record.about(Kind.REASONING)
                .alias(Alias.Type.ITEM, item.text("id"))
                .nth("reasoning", FORM);
        if (!parts.isEmpty()) said.text(INPUT, "text", parts);
        said.tell();
    }

    private static void call(CodexRecord record, @Nullable String id, @Nullable String name, Json input) {
        record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, id)
                .put(ABOUT, "name", name)
                .text(INPUT, "input", input)
                .tell();
    }

    /// What the model was shown of an output: weaker than the item's own.
    private static void output(CodexRecord record, Json item) {
        var output = item.get("output");
        var ending = ToolEnding.of(output);
        var said = record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, item.text("call_id"))
                .phase(Phase.DERIVED)
                .put(OUTCOME, "status", ending.status())
                .put(OUTCOME, "exitCode", ending.exitCode());
        shown(said, output).tell();
    }

    /// The tools that a search for tools found.
    private static void found(CodexRecord record, Json item) {
        var status = item.text("status");
        record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, item.text("call_id"))
                .put(OUTCOME, "status", status == null ? "completed" : Statuses.ofItem(status))
                .text(OUTPUT, "output", item.get("tools"))
                .tell();
    }

    /// What another thread told this one to do.
    private static void told(CodexRecord record, Json item) {
        record.about(Kind.PROMPT)
                .alias(Alias.Type.ITEM, item.text("id"))
                .put(ABOUT, "source", "agent")
                .put(ABOUT, "author", item.get("author"))
                .text(INPUT, "text", texts(item.get("content")))
                .tell();
    }

    private static Saying shown(Saying said, Json output) {
        if (!output.isArray()) return said.text(OUTPUT, "output", output);
        return said.text(OUTPUT, "output", texts(output, TextParts.joined()));
    }

    private static TextParts texts(Json content) {
        return texts(content, TextParts.lines());
    }

    private static TextParts texts(Json content, TextParts parts) {
        for (var part : content.elements()) {
            if (part.get("text").isText()) parts.add(part.get("text"));
            else parts.add("[" + part.text("type") + "]");
        }
        return parts;
    }
}
