package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TelemetryRecord;
import dev.twinlog.readers.json.JsonTape;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads the events about calls of tools: whether a call was let run, and by whom; that it ran. Its input is a preview;
/// what it gave back is not told.
final class ClaudeToolEvent {
    private static final String OF_SERVERS = "mcp_tool";

    private ClaudeToolEvent() {}

    static void decision(TelemetryRecord record) {
        var said = call(record);
        if (said == null) return;
        boolean rejected = "reject".equals(record.text("decision"));
        said.put(DECISION, "decision", record.text("decision"))
                .put(DECISION, "source", record.text("source"))
                .put(DECISION, "permissionMode", record.text("permission_mode"))
                // Of a call that did not run no result follows.
                .put(OUTCOME, "status", rejected ? "denied" : null)
                .tell();
    }

    static void result(TelemetryRecord record) {
        var said = call(record);
        if (said == null) return;
        var success = record.attributes().truth("success");
        said.put(OUTCOME, "success", success)
                .put(OUTCOME, "status", success == null ? null : success ? "completed" : "failed")
                .put(OUTCOME, "durationMs", record.number("duration_ms"))
                .put(OUTCOME, "error", record.text("error"))
                .put(OUTCOME, "errorType", record.text("error_type"))
                .text(INPUT, "input", record.text("tool_input"))
                .tell();
        decided(record);
    }

    /// What a result repeats of the decision: weaker than the decision's own event.
    private static void decided(TelemetryRecord record) {
        if (record.text("decision_type") == null) return;
        record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, record.text("tool_use_id"))
                .phase(Phase.DERIVED)
                .put(DECISION, "decision", record.text("decision_type"))
                .put(DECISION, "source", record.text("decision_source"))
                .tell();
    }

    private static @Nullable Saying call(TelemetryRecord record) {
        var id = record.text("tool_use_id");
        if (id == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return null;
        }
        return record.about(Kind.TOOL_CALL).alias(Alias.Type.ITEM, id).put(ABOUT, "name", name(record));
    }

    /// The tool's name; a server's tool goes by the server's and its own.
    private static @Nullable String name(TelemetryRecord record) {
        var name = record.text("tool_name");
        var parameters = record.text("tool_parameters");
        if (!OF_SERVERS.equals(name) || parameters == null) return name;
        var bytes = parameters.getBytes(StandardCharsets.UTF_8);
        var tape = new JsonTape();
        if (tape.read(bytes, 0, bytes.length) != JsonTape.Fault.NONE) return name;
        var server = tape.root().text("mcp_server_name");
        var tool = tape.root().text("mcp_tool_name");
        return server == null || tool == null ? name : "mcp__" + server + "__" + tool;
    }
}
