package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads `assistant` records. Claude Code writes one for each block of a message, and repeats the message's id and
/// usage on all of them; what it makes up itself has the model `<synthetic>`.
final class AssistantRecord {
    private static final String SYNTHETIC = "<synthetic>";
    private static final String FILLER = "No response requested.";

    private final ClaudeRecord record;
    private final Json message;
    private final @Nullable String messageId;
    private final boolean aborted;

    private AssistantRecord(ClaudeRecord record) {
        this.record = record;
        this.message = record.json().get("message");
        this.messageId = message.text("id");
        this.aborted = record.json().get("isAbortedMidStream").isTrue();
    }

    static void read(ClaudeRecord record) {
        new AssistantRecord(record).read();
    }

    private void read() {
        parent();
        boolean synthetic = message.get("model").is(SYNTHETIC);
        if (record.json().get("isApiErrorMessage").isTrue()) {
            request(synthetic);
            madeUp("api_error");
            endOfTurn();
        } else if (synthetic) {
            madeUp(FILLER.equals(firstText()) ? "filler" : "synthetic");
        } else {
            blocks();
            request(false);
            model();
        }
    }

    /// A fork copies answers with the session that asked for them: of several the last tells from which it was
    /// forked.
    private void parent() {
        var asked = record.json().get("requestSessionId");
        if (!record.sidechain() && !asked.is(record.session().id()))
            record.testimony().fact(SessionFact.Name.PARENT, asked);
    }

    private void blocks() {
        int place = 0;
        for (var block : message.get("content").elements()) block(block, place++);
    }

    private void block(Json block, int place) {
        var type = block.text("type");
        switch (type == null ? "" : type) {
            case "thinking" -> thought(block.get("thinking"), place);
            case "redacted_thinking" -> thought(block.get("text"), place);
            case "text" -> text(block, place);
            case "tool_use", "server_tool_use", "mcp_tool_use" -> call(block);
            default -> {
                if (block.get("tool_use_id").isText()) serverResult(block);
                else record.tell(unknown(type));
            }
        }
    }

    private void thought(Json text, int place) {
        named(record.about(Kind.REASONING), place)
                .put(ABOUT, "messageId", messageId)
                .put(ABOUT, "durationMs", record.json().get("thinkingDurationMs"))
                .text(INPUT, "text", text)
                .tell();
    }

    private void text(Json block, int place) {
        named(record.about(Kind.MESSAGE), place)
                .put(ABOUT, "messageId", messageId)
                .put(OUTCOME, "status", aborted ? "interrupted" : null)
                .text(INPUT, "text", block.get("text"))
                .tell();
    }

    private void call(Json block) {
        record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, block.text("id"))
                .put(ABOUT, "name", block.get("name"))
                .put(ABOUT, "messageId", messageId)
                .text(INPUT, "input", block.get("input"))
                .tell();
    }

    /// What a tool on the server's side gave back, inside the message that called it.
    private void serverResult(Json block) {
        record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, block.text("tool_use_id"))
                .put(OUTCOME, "status", block.get("is_error").isTrue() ? "failed" : "completed")
                .text(OUTPUT, "output", block.get("content"))
                .tell();
    }

    /// The ids of a block. Before 2.1.329 there is no index; the first block of a record then has the
    /// record's own id.
    private Saying named(Saying said, int place) {
        var index = record.json().number("apiBlockIndex");
        var uuid = record.uuid();
        if (index != null && messageId != null) said.alias(Alias.Type.BLOCK, messageId + "#" + (index + place));
        return said.alias(Alias.Type.RECORD, uuid == null || place == 0 ? uuid : uuid + "#" + place);
    }

    private void request(boolean synthetic) {
        var json = record.json();
        var requestId = json.text("requestId");
        if (requestId == null && messageId == null) return;
        var said = record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.REQUEST, requestId)
                .alias(Alias.Type.MESSAGE, messageId)
                .put(ABOUT, "model", synthetic ? null : message.text("model"))
                .put(ABOUT, "messageId", messageId)
                .put(ABOUT, "requestId", requestId)
                .put(ABOUT, "serviceTier", message.get("usage").get("service_tier"))
                .put(ABOUT, "effort", json.get("effort"))
                .put(ABOUT, "synthetic", synthetic ? true : null);
        outcome(said);
        if (!synthetic && !aborted) usage(said, message.get("usage"));
        if (!synthetic && !aborted && requestId == null) counted(said, message.get("usage"));
        said.tell();
    }

    /// Without an id of the request it meets telemetry's by its place among those with the same tokens. The first of
    /// the message's records tells it; versions before 2.1.329 do not say which that is.
    private void counted(Saying said, Json usage) {
        var first = record.json().number("apiBlockIndex");
        if (first == null || first != 0) return;
        said.nth(
                ClaudeModelEvent.family(
                        message.text("model"),
                        usage.number("input_tokens"),
                        usage.number("output_tokens"),
                        usage.number("cache_read_input_tokens"),
                        usage.number("cache_creation_input_tokens")),
                "transcript");
    }

    private void outcome(Saying said) {
        var json = record.json();
        var stop = message.get("stop_reason");
        if (json.get("isApiErrorMessage").isTrue()) {
            said.put(OUTCOME, "status", "failed")
                    .put(OUTCOME, "error", json.get("error"))
                    .put(OUTCOME, "apiErrorStatus", json.get("apiErrorStatus"))
                    .put(OUTCOME, "apiErrorType", json.get("apiErrorType"));
        } else if (aborted) {
            said.put(OUTCOME, "status", "interrupted");
        } else if (stop.isText()) {
            said.put(OUTCOME, "status", "completed").put(OUTCOME, "stopReason", stop);
        }
    }

    private static void usage(Saying said, Json usage) {
        var creation = usage.get("cache_creation");
        said.tokens(USAGE, "inputTokens", usage.get("input_tokens"))
                .tokens(USAGE, "outputTokens", usage.get("output_tokens"))
                .tokens(USAGE, "cacheReadTokens", usage.get("cache_read_input_tokens"))
                .tokens(USAGE, "cacheCreationTokens", usage.get("cache_creation_input_tokens"))
                .tokens(USAGE, "cacheCreation5mTokens", creation.get("ephemeral_5m_input_tokens"))
                .tokens(USAGE, "cacheCreation1hTokens", creation.get("ephemeral_1h_input_tokens"));
    }

    /// Claude Code writes the error as the last answer of a turn, when it has given up trying. A subagent's leaves
    /// the turn running.
    private void endOfTurn() {
        if (!record.sidechain())
            record.about(Kind.TURN).put(OUTCOME, "status", "failed").tell();
    }

    /// The session's model, told once for each message of the main agent.
    private void model() {
        if (!record.sidechain() && record.json().number("apiBlockIndex", 0) == 0)
            record.testimony().fact(SessionFact.Name.MODEL, message.get("model"));
    }

    /// A message that no model wrote.
    private void madeUp(String subtype) {
        var said = record.about(Kind.NOTICE)
                .alias(Alias.Type.RECORD, record.uuid())
                .put(ABOUT, "subtype", subtype);
        Content.text(said, INPUT, "text", message.get("content")).tell();
    }

    private @Nullable String firstText() {
        for (var block : message.get("content").elements())
            return block.get("text").text(FILLER.length() + 1);
        return null;
    }

    private Unknown unknown(@Nullable String type) {
        var about = record.about();
        var version = about == null ? null : about.version();
        var session = record.session();
        return new Unknown(
                session,
                session.agent(),
                record.testimony().clean("assistant:" + type),
                version == null ? Unknown.VERSION_UNTOLD : version,
                record.raw());
    }
}
