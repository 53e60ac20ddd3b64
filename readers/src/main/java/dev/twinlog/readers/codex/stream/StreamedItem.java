package dev.twinlog.readers.codex.stream;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.codex.ItemContent;
import dev.twinlog.readers.codex.Statuses;
import dev.twinlog.readers.codex.ToolName;
import dev.twinlog.readers.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads items: the ids, names and values that a rollout's `item_completed` has too, so that both meet in one event.
final class StreamedItem {
    private final StreamMessage message;
    private final Json item;
    private final ItemType type;

    StreamedItem(StreamMessage message) {
        this.message = message;
        this.item = message.item();
        this.type = ItemType.of(String.valueOf(item.text("type")));
    }

    Kind kind() {
        return type.kind();
    }

    /// The id that all witnesses share, or null.
    @Nullable
    String id() {
        var id = item.text("id");
        return id == null || id.isEmpty() ? null : id;
    }

    /// When it began, or {@link Observation#UNTIMED}.
    long startedAt() {
        return item.number("startedAtMs", message.params().number("startedAtMs", Observation.UNTIMED));
    }

    private long completedAt() {
        return message.params().number("completedAtMs", item.number("completedAtMs", Observation.UNTIMED));
    }

    /// Tells that a tool was called; of other items nothing is known when they begin.
    void started() {
        if (kind() != Kind.TOOL_CALL) return;
        named(call().phase(Phase.DELTA)).tell();
        input(Phase.DELTA);
    }

    /// Tells the whole item.
    void completed() {
        switch (kind()) {
            case PROMPT ->
                spoken().put(ABOUT, "source", "human")
                        .text(INPUT, "text", ItemContent.of(item))
                        .tell();
            case MESSAGE ->
                spoken().put(ABOUT, "phase", item.get("phase"))
                        .text(INPUT, "text", item.get("text"))
                        .tell();
            case REASONING -> reasoning();
            case NOTICE -> notice();
            default -> tool();
        }
    }

    private Saying spoken() {
        return message.about(kind()).alias(Alias.Type.ITEM, id()).at(completedAt());
    }

    private void reasoning() {
        var parts = joined(item.get("summary"));
        if (parts.isEmpty()) parts = joined(item.get("content"));
        var said = spoken();
        if (!parts.isEmpty()) said.text(INPUT, "text", parts);
        said.tell();
    }

    private void notice() {
        var text = item.get("text").isText() ? item.get("text") : item.get("review");
        spoken().put(ABOUT, "subtype", type.name())
                .put(ABOUT, "activity", item.get("kind"))
                .put(ABOUT, "thread", item.get("agentThreadId"))
                .text(INPUT, "text", text)
                .tell();
    }

    private void tool() {
        var said = named(call())
                .put(OUTCOME, "status", status())
                .put(OUTCOME, "exitCode", item.get("exitCode"))
                .put(OUTCOME, "durationMs", duration())
                .put(OUTCOME, "error", item.get("error").get("message"))
                .text(OUTPUT, "changes", item.get("changes"));
        output(said).tell();
        input(Phase.DERIVED);
    }

    private Saying call() {
        return message.about(Kind.TOOL_CALL).alias(Alias.Type.ITEM, id()).at(startedAt());
    }

    private Saying named(Saying said) {
        return said.put(ABOUT, "name", name()).put(ABOUT, "type", type.name());
    }

    private @Nullable String name() {
        var name = ToolName.ofItem(type.name(), item);
        return type.name().equals("CollabAgentToolCall") && name != null ? snake(name) : name;
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /// The call's arguments, as far as the item tells them.
    private void input(Phase phase) {
        var said = call().phase(phase);
        switch (type.name()) {
            case "CommandExecution" -> {
                var command = item.get("command").text(FieldLimit.CHARACTERS_MAX);
                if (command != null)
                    said.text(INPUT, "input", ShellWords.typed(command)).tell();
            }
            case "WebSearch" -> said.text(INPUT, "input", item.get("query")).tell();
            case "FileChange" -> {}
            default -> {
                if (item.get("arguments").isPresent())
                    said.text(INPUT, "input", item.get("arguments")).tell();
            }
        }
    }

    private Saying output(Saying said) {
        var whole = item.get("aggregatedOutput");
        if (whole.isPresent() && whole.byteLength() > 0) return said.text(OUTPUT, "output", whole);
        if (item.get("result").isPresent()) return said.text(OUTPUT, "output", item.get("result"));
        return said;
    }

    private @Nullable String status() {
        var status = item.text("status");
        return status == null ? null : Statuses.ofItem(status);
    }

    private @Nullable Long duration() {
        long from = startedAt();
        long to = completedAt();
        boolean both = from != Observation.UNTIMED && to != Observation.UNTIMED;
        return both ? Long.valueOf(to - from) : item.number("durationMs");
    }

    private static TextParts joined(Json texts) {
        var parts = TextParts.lines();
        for (var text : texts.elements()) parts.add(text);
        return parts;
    }
}
