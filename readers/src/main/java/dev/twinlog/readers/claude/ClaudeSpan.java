package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.readers.Reading;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TelemetryRecord;
import org.jspecify.annotations.Nullable;

/// Reads the spans of Claude Code's beta tracing. They tell how often a request was tried, and what a tool gave back;
/// in all that the events tell too they are the weaker.
final class ClaudeSpan {
    private final TelemetryRecord record;

    private ClaudeSpan(TelemetryRecord record) {
        this.record = record;
    }

    static void read(TelemetryRecord record) {
        var type = type(record);
        var reading = ClaudeTelemetryTypes.TABLE.of("span/" + type).orElse(null);
        if (reading == null) {
            record.unknown("otlp:span/" + type, ClaudeTelemetryReader.version(record));
        } else if (reading == Reading.EVENT) {
            var trace = record.record().traceId();
            record.tells(trace == null ? TurnRef.UNTOLD : new TurnRef.Traced(trace), record.text("agent_id"), 0);
            new ClaudeSpan(record).event(type);
        } else {
            record.leave(ReadingCounter.OTLP_NOT_READ);
        }
    }

    private static String type(TelemetryRecord record) {
        var type = record.text("span.type");
        return type == null ? record.record().name() : type;
    }

    private void event(String type) {
        switch (type) {
            case "llm_request" -> request();
            case "tool" -> tool();
            default -> execution();
        }
    }

    private void request() {
        var id = record.text("request_id");
        if (id == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        var success = record.attributes().truth("success");
        record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.REQUEST, id)
                .phase(Phase.DERIVED)
                .put(ABOUT, "model", record.text("model"))
                .put(ABOUT, "requestId", id)
                .put(ABOUT, "querySource", record.text("query_source_safe"))
                .put(ABOUT, "effort", record.text("effort"))
                .put(ABOUT, "speed", record.text("speed"))
                .put(OUTCOME, "status", status(success))
                .put(OUTCOME, "stopReason", record.text("stop_reason"))
                .put(OUTCOME, "error", record.text("error"))
                .put(OUTCOME, "apiErrorStatus", record.number("status_code"))
                .put(OUTCOME, "attempts", record.number("input_tokens") == null ? record.number("attempt") : null)
                .tell();
        if (record.number("input_tokens") != null) usage(id);
    }

    private void usage(String id) {
        record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.REQUEST, id)
                .phase(Phase.DERIVED)
                .tokens(USAGE, "inputTokens", record.number("input_tokens"))
                .tokens(USAGE, "outputTokens", record.number("output_tokens"))
                .tokens(USAGE, "cacheReadTokens", record.number("cache_read_tokens"))
                .tokens(USAGE, "cacheCreationTokens", record.number("cache_creation_tokens"))
                .put(USAGE, "attempts", record.number("attempt"))
                .put(USAGE, "durationMs", record.number("duration_ms"))
                .put(USAGE, "ttftMs", record.number("ttft_ms"))
                .tell();
    }

    private static @Nullable String status(@Nullable Boolean success) {
        return success == null ? null : success ? "completed" : "failed";
    }

    private @Nullable Saying call() {
        var id = record.text("tool_use_id");
        if (id == null) id = record.text("gen_ai.tool.call.id");
        if (id == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return null;
        }
        return record.about(Kind.TOOL_CALL).alias(Alias.Type.ITEM, id).phase(Phase.DERIVED);
    }

    private void tool() {
        var said = call();
        if (said == null) return;
        said.put(ABOUT, "name", record.text("gen_ai.tool.name"));
        for (var event : record.record().events()) {
            if (!event.name().equals("tool.output")) continue;
            var output = event.attributes().text("output");
            said.text(OUTPUT, "output", output == null ? event.attributes().text("content") : output);
        }
        said.tell();
    }

    private void execution() {
        var said = call();
        if (said == null) return;
        var success = record.attributes().truth("success");
        said.put(OUTCOME, "success", success)
                .put(OUTCOME, "status", status(success))
                .put(OUTCOME, "durationMs", record.number("duration_ms"))
                .put(OUTCOME, "error", record.text("error"))
                .tell();
    }
}
