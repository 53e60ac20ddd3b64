package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.Reading;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TelemetryRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the telemetry of Claude Code. An event names its prompt, which is its turn; a span only its trace, and the
/// prompt's event tells of which prompt that is.
public final class ClaudeTelemetryReader {
    /// Marks the alias of a trace in a link.
    static final String TRACE = "trace/";

    private static final String SESSION = "session.id";
    private static final String PROMPT = "prompt.id";
    private static final String NOTIFICATION = "<task-notification>";

    private final TelemetryRecord record;
    private final @Nullable String promptId;

    private ClaudeTelemetryReader(TelemetryRecord record) {
        this.record = record;
        this.promptId = record.text(PROMPT);
    }

    /// Reads a log record or a span.
    ///
    /// @param position of its request in the journal
    public static void read(OtlpRecord record, long position, TelemetryRecord.Speaker speaker) {
        var telemetry = TelemetryRecord.of(record, Agent.CLAUDE, SESSION, position, speaker);
        if (telemetry == null) return;
        if (record.signal() == Signal.TRACES) ClaudeSpan.read(telemetry);
        else new ClaudeTelemetryReader(telemetry).read();
    }

    /// The version of Claude Code, or null.
    static @Nullable String version(TelemetryRecord record) {
        return record.record().resource().text("service.version");
    }

    private void read() {
        var name = record.text("event.name");
        var sequence = record.number("event.sequence");
        if (sequence != null) record.numbered(sequence);
        if (name == null) {
            record.leave(ReadingCounter.OTLP_NO_EVENT);
            return;
        }
        var reading = ClaudeTelemetryTypes.TABLE.of(name).orElse(null);
        if (reading == Reading.EVENT) {
            var turn = promptId == null ? TurnRef.UNTOLD : new TurnRef.Named(promptId);
            record.tells(turn, record.text("agent_id"), sequence == null ? 0 : sequence);
            event(name);
        } else if (reading == null) {
            record.unknown("otlp:" + name, version(record));
        } else {
            record.leave(ReadingCounter.OTLP_NOT_READ);
        }
    }

    private void event(String name) {
        switch (name) {
            case "user_prompt" -> prompt();
            case "api_request", "api_error", "assistant_response", "api_response_body" ->
                ClaudeModelEvent.read(record, name);
            case "tool_decision" -> ClaudeToolEvent.decision(record);
            case "tool_result" -> ClaudeToolEvent.result(record);
            case "subagent_completed" -> subagent();
            case "compaction" -> compaction();
            default -> notice(name);
        }
    }

    private void prompt() {
        facts(record);
        trace();
        var command = record.text("command_name");
        if (command == null) given();
        else command(command);
    }

    /// Tells the session's version, and who was signed in.
    static void facts(TelemetryRecord record) {
        record.fact(SessionFact.Name.VERSION, version(record));
        record.account();
    }

    /// Of which prompt the trace is: spans name no prompt.
    private void trace() {
        var trace = record.record().traceId();
        if (promptId == null || trace == null) return;
        record.testimony()
                .link(Kind.TURN, new Alias(Alias.Type.TURN, promptId), new Alias(Alias.Type.DIGEST, TRACE + trace));
    }

    private void given() {
        var text = record.attributes().text("prompt");
        var uuid = record.text("message.uuid");
        var said = record.about(Kind.PROMPT)
                .alias(Alias.Type.RECORD, uuid)
                .put(ABOUT, "source", source(text))
                .text(INPUT, "text", redacted(text) ? null : text);
        // Before 2.1.329 a prompt has no id of its own.
        if (uuid == null && promptId != null) said.nth("prompt", "otlp");
        said.tell();
    }

    private static String source(@Nullable String text) {
        boolean task = text != null && text.startsWith(NOTIFICATION);
        return (task ? Utterance.TASK_NOTIFICATION : Utterance.HUMAN).label();
    }

    /// What stands for a text where the user does not want texts sent.
    private static boolean redacted(@Nullable String text) {
        return "<REDACTED>".equals(text);
    }

    private void command(String name) {
        var said = record.about(Kind.NOTICE)
                .put(ABOUT, "subtype", Utterance.SLASH_COMMAND.label())
                .put(ABOUT, "command", name)
                .text(INPUT, "text", record.text("prompt"));
        if (promptId != null) said.nth(Utterance.SLASH_COMMAND.label(), "otlp");
        said.tell();
    }

    /// Before 2.1.329 it does not name the subagent, and so tells of nothing.
    private void subagent() {
        var agent = record.text("agent_id");
        if (agent == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        record.about(Kind.NOTICE)
                .alias(Alias.Type.ITEM, agent)
                .put(ABOUT, "subtype", WholeFile.SUBAGENT)
                .put(ABOUT, "agentId", agent)
                .put(ABOUT, "agentType", record.text("agent_type"))
                .put(ABOUT, "model", record.text("model"))
                .put(OUTCOME, "status", "completed")
                .put(OUTCOME, "durationMs", record.number("duration_ms"))
                .tokens(OUTCOME, "totalTokens", record.number("total_tokens"))
                .put(OUTCOME, "totalToolUses", record.number("total_tool_uses"))
                .tell();
    }

    private void compaction() {
        var said = record.about(Kind.NOTICE)
                .put(ABOUT, "subtype", UserRecord.BOUNDARY)
                .put(ABOUT, "trigger", record.text("trigger"))
                .tokens(ABOUT, "preTokens", record.number("pre_tokens"))
                .tokens(ABOUT, "postTokens", record.number("post_tokens"))
                .put(ABOUT, "durationMs", record.number("duration_ms"));
        if (promptId != null) said.nth(UserRecord.BOUNDARY, "otlp");
        said.tell();
    }

    /// The fields of notices, by the names that they have in transcripts.
    private static final Map<String, String> NOTICED = Map.ofEntries(
            Map.entry("error", "error"),
            Map.entry("status", "status"),
            Map.entry("status_code", "statusCode"),
            Map.entry("total_attempts", "attempts"),
            Map.entry("server_name", "server"),
            Map.entry("transport_type", "transport"),
            Map.entry("from_mode", "fromMode"),
            Map.entry("to_mode", "toMode"),
            Map.entry("trigger", "trigger"),
            Map.entry("period_days", "periodDays"),
            Map.entry("transcripts_deleted", "transcriptsDeleted"),
            Map.entry("session_files_deleted", "sessionFilesDeleted"));

    /// Before the first prompt a process may send under the id of a session that it then leaves for another one.
    private void notice(String name) {
        if (promptId == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        var said = record.about(Kind.NOTICE).put(ABOUT, "subtype", name);
        NOTICED.forEach((attribute, field) -> {
            var number = record.number(attribute);
            said.put(ABOUT, field, number == null ? record.text(attribute) : number);
        });
        said.tell();
    }
}
