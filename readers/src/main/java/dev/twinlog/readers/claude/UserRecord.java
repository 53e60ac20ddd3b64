package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads `user` records: what a person, the agent itself or a finished task said, and what tools gave back.
final class UserRecord {
    /// The subtype of the notice of a compaction.
    static final String BOUNDARY = "compact_boundary";

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
            if (utterance == Utterance.COMPACT_SUMMARY) boundary(record);
            if (utterance == Utterance.INTERRUPTED) interrupted(record, promptId);
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
        if (utterance == Utterance.AGENT) subagent(record);
    }

    /// A subagent begins with what it is told: that tells when, and in which turn. What it is, its meta file tells.
    private static void subagent(ClaudeRecord record) {
        if (record.agentId() == null) return;
        record.about(Kind.NOTICE)
                .alias(Alias.Type.ITEM, record.agentId())
                .phase(Phase.DELTA)
                .put(ABOUT, "subtype", WholeFile.SUBAGENT)
                .put(ABOUT, "agentId", record.agentId())
                .tell();
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
        // Telemetry tells of it too, and knows no record.
        if (utterance == Utterance.SLASH_COMMAND) said.nth(utterance.label(), "transcript");
        Content.text(said, INPUT, "text", content).tell();
    }

    /// The boundary of a compaction names no turn, and above it stands the turn before. Its summary, right below
    /// it, names the turn of both.
    private static void boundary(ClaudeRecord record) {
        if (record.above() == null) return;
        record.about(Kind.NOTICE)
                .alias(Alias.Type.RECORD, record.above())
                .phase(Phase.DERIVED)
                .ofAnotherRecord()
                .nth(BOUNDARY, "transcript")
                .put(ABOUT, "subtype", BOUNDARY)
                .tell();
    }

    /// The end of a turn. A subagent may be interrupted alone.
    private static void interrupted(ClaudeRecord record, @Nullable String promptId) {
        if (record.sidechain()) return;
        record.about(Kind.TURN)
                .alias(Alias.Type.TURN, promptId)
                .put(OUTCOME, "status", "interrupted")
                .tell();
    }

    /// The first text of a content, by which its sort is told.
    private static Json first(Json content) {
        for (var block : content.elements()) if (block.get("text").isText()) return block.get("text");
        return content;
    }
}
