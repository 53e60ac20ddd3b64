package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads `user` records: what a person, the agent itself or a finished task said, and what tools gave back.
final class UserRecord {
    private UserRecord() {}

    static void read(ClaudeRecord record) {
        var content = record.json().get("message").get("content");
        if (ToolResult.in(content)) {
            record.seen(null, false, false);
            ToolResult.readAll(record, content);
        } else {
            text(record, content);
        }
    }

    private static void text(ClaudeRecord record, Json content) {
        var utterance = Utterance.of(record, first(content));
        var promptId = record.json().text("promptId");
        record.seen(promptId, utterance.opensTurn(), false);
        if (utterance.prompt()) {
            prompt(record, utterance, content);
            if (utterance.opensTurn()) turn(record, promptId);
        } else {
            notice(record, utterance, content);
        }
    }

    private static void prompt(ClaudeRecord record, Utterance utterance, Json content) {
        var said = record.about(Kind.PROMPT)
                .alias(Alias.Type.RECORD, record.uuid())
                .put(ABOUT, "source", utterance.label())
                .put(ABOUT, "promptSource", record.json().get("promptSource"));
        // OTLP does not tell of the prompts that subagents are given, so they would shift its count.
        if (utterance != Utterance.AGENT) said.nth("prompt", "transcript");
        Content.text(said, INPUT, "text", content).tell();
    }

    private static void turn(ClaudeRecord record, @Nullable String promptId) {
        var id = promptId == null ? record.uuid() : promptId;
        if (id == null) return;
        var said = record.about(Kind.TURN).alias(Alias.Type.TURN, id);
        if (!record.hasUuid()) said.turn(new TurnRef.Named(id));
        said.tell();
    }

    private static void notice(ClaudeRecord record, Utterance utterance, Json content) {
        var said = record.about(Kind.NOTICE)
                .alias(Alias.Type.RECORD, record.uuid())
                .put(ABOUT, "subtype", utterance.label())
                .put(ABOUT, "interruptedMessageId", record.json().get("interruptedMessageId"));
        Content.text(said, INPUT, "text", content).tell();
    }

    /// The first text of a content, by which its sort is told.
    private static Json first(Json content) {
        for (var block : content.elements()) if (block.get("text").isText()) return block.get("text");
        return content;
    }
}
