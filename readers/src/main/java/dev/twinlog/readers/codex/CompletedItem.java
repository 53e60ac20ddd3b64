package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads `item_completed` messages of paginated history: whole items with the ids that all witnesses share.
final class CompletedItem {
    private static final String SHELL_FLAG = "-lc";

    private final CodexRecord record;
    private final Json item;
    private final String type;

    private CompletedItem(CodexRecord record) {
        this.record = record;
        this.item = record.payload().get("item");
        this.type = String.valueOf(item.text("type"));
    }

    static void read(CodexRecord record) {
        new CompletedItem(record).read();
    }

    private void read() {
        switch (type) {
            case "UserMessage" ->
                spoken(Kind.PROMPT)
                        .nth("prompt", "item")
                        .put(ABOUT, "source", "human")
                        .text(INPUT, "text", ItemContent.of(item))
                        .tell();
            case "AgentMessage" ->
                spoken(Kind.MESSAGE)
                        .put(ABOUT, "phase", item.get("phase"))
                        .text(INPUT, "text", ItemContent.of(item))
                        .tell();
            case "Reasoning" -> reasoning();
            case "Plan",
                    "ContextCompaction",
                    "EnteredReviewMode",
                    "ExitedReviewMode",
                    "HookPrompt",
                    "SubAgentActivity" -> notice();
            default -> tool();
        }
    }

    private Saying spoken(Kind kind) {
        return record.about(kind).alias(Alias.Type.ITEM, item.text("id")).at(millis("completed_at_ms"));
    }

    private void reasoning() {
        var parts = joined(item.get("summary_text"));
        if (parts.isEmpty()) parts = joined(item.get("raw_content"));
        var said = spoken(Kind.REASONING);
        if (!parts.isEmpty()) said.text(INPUT, "text", parts);
        said.tell();
    }

    private void notice() {
        var review = item.get("review_output");
        var said = spoken(Kind.NOTICE)
                .put(ABOUT, "subtype", type)
                .put(ABOUT, "activity", item.get("kind"))
                .put(ABOUT, "thread", item.get("agent_thread_id"))
                .text(INPUT, "target", item.get("target"))
                .text(INPUT, "review", review);
        said.text(
                        INPUT,
                        "text",
                        first(item.get("text"), item.get("user_facing_hint"), review.get("overall_explanation")))
                .tell();
    }

    private static Json first(Json... values) {
        for (var value : values) if (value.isText()) return value;
        return values[0];
    }

    private void tool() {
        var name = ToolName.ofItem(type, item);
        var said = call().put(ABOUT, "name", name)
                .put(ABOUT, "type", type)
                .put(OUTCOME, "status", status())
                .put(OUTCOME, "exitCode", item.get("exit_code"))
                .put(OUTCOME, "durationMs", duration())
                .put(OUTCOME, "error", item.get("error").get("message"))
                .text(OUTPUT, "changes", item.get("changes"));
        output(said).tell();
        input();
    }

    /// The call's arguments, as far as the item tells them. Weaker than the call's own record; nested calls
    /// have none.
    private void input() {
        var said = call().phase(Phase.DERIVED);
        switch (type) {
            case "CommandExecution" ->
                said.text(INPUT, "input", command(item.get("command"))).tell();
            case "WebSearch" -> said.text(INPUT, "input", item.get("query")).tell();
            case "FileChange" -> {}
            default -> {
                if (item.get("arguments").isPresent())
                    said.text(INPUT, "input", item.get("arguments")).tell();
            }
        }
    }

    private Saying call() {
        return record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, item.text("id"))
                .at(millis("started_at_ms"));
    }

    /// An empty output is left to the call's own record, since a long one is left out here.
    private Saying output(Saying said) {
        var whole = item.get("aggregated_output");
        if (whole.byteLength() > 0 && whole.isPresent()) return said.text(OUTPUT, "output", whole);
        if (item.get("result").isPresent()) return said.text(OUTPUT, "output", item.get("result"));
        var parts = TextParts.lines();
        for (var stream : new String[] {"stdout", "stderr"}) {
            if (item.get(stream).byteLength() > 0) parts.add(item.get(stream));
        }
        return parts.isEmpty() ? said : said.text(OUTPUT, "output", parts);
    }

    private @Nullable String status() {
        var status = item.text("status");
        return status == null ? null : Statuses.ofItem(status);
    }

    /// From start to completion; the item's own `duration` leaves out what a command did in the background.
    private @Nullable Long duration() {
        long from = millis("started_at_ms");
        long to = millis("completed_at_ms");
        boolean both = from != Observation.UNTIMED && to != Observation.UNTIMED;
        return both ? Long.valueOf(to - from) : Durations.millis(item.get("duration"));
    }

    private long millis(String name) {
        return record.payload().number(name, Observation.UNTIMED);
    }

    private static TextParts joined(Json texts) {
        var parts = TextParts.lines();
        for (var text : texts.elements()) parts.add(text.isText() ? text : text.get("text"));
        return parts;
    }

    /// The command as it was typed: what a shell was given, else the words with blanks between.
    private static String command(Json words) {
        if (words.isText()) return String.valueOf(words.text());
        var list = words.elements().stream()
                .map(word -> String.valueOf(word.text()))
                .toList();
        boolean shell = list.size() == 3 && list.get(1).equals(SHELL_FLAG);
        return shell ? list.getLast() : String.join(" ", list);
    }
}
