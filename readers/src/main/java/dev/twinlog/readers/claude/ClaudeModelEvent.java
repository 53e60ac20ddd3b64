package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionFact;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TelemetryRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the events about requests to the model: tokens, cost and how long it took; errors; what was answered.
final class ClaudeModelEvent {
    /// Requests that Claude Code makes for itself: their model is not the session's.
    private static final Set<String> OWN = Set.of("compact", "generate_session_title");

    private static final String OF_SUBAGENTS = "agent:";

    private final TelemetryRecord record;
    private final @Nullable String requestId;

    private ClaudeModelEvent(TelemetryRecord record) {
        this.record = record;
        this.requestId = record.text("request_id");
    }

    /// @param name the event's
    static void read(TelemetryRecord record, String name) {
        var event = new ClaudeModelEvent(record);
        switch (name) {
            case "api_request" -> event.request();
            case "api_error" -> event.error();
            case "assistant_response" -> event.answer();
            default -> event.body();
        }
    }

    private void request() {
        ClaudeTelemetryReader.facts(record);
        if (ofMainAgent()) record.fact(SessionFact.Name.MODEL, record.text("model"));
        var said = about().put(OUTCOME, "status", "completed")
                .tokens(USAGE, "inputTokens", record.number("input_tokens"))
                .tokens(USAGE, "outputTokens", record.number("output_tokens"))
                .tokens(USAGE, "cacheReadTokens", record.number("cache_read_tokens"))
                .tokens(USAGE, "cacheCreationTokens", record.number("cache_creation_tokens"))
                .tokens(USAGE, "cacheCreation5mTokens", record.number("cache_creation_5m_tokens"))
                .tokens(USAGE, "cacheCreation1hTokens", record.number("cache_creation_1h_tokens"))
                .put(USAGE, "costUsd", record.attributes().decimal("cost_usd"))
                .put(USAGE, "durationMs", record.number("duration_ms"))
                .put(USAGE, "ttftMs", record.number("ttft_ms"));
        if (requestId == null) said.nth(family(record), "otlp");
        said.tell();
    }

    /// What is counted through a turn where a request has no id: its model and its tokens.
    private static String family(TelemetryRecord record) {
        return family(
                record.text("model"),
                record.number("input_tokens"),
                record.number("output_tokens"),
                record.number("cache_read_tokens"),
                record.number("cache_creation_tokens"));
    }

    /// What is counted through a turn where a request has no id.
    static String family(
            @Nullable String model,
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cacheRead,
            @Nullable Long cacheCreation) {
        return "request/" + model + "/" + or0(input) + "/" + or0(output) + "/" + or0(cacheRead) + "/"
                + or0(cacheCreation);
    }

    private static long or0(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private boolean ofMainAgent() {
        var source = record.text("query_source");
        boolean sub = record.text("agent_id") != null || source != null && source.startsWith(OF_SUBAGENTS);
        return !sub && (source == null || !OWN.contains(source));
    }

    private Saying about() {
        return record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.REQUEST, requestId)
                .put(ABOUT, "model", record.text("model"))
                .put(ABOUT, "requestId", requestId)
                .put(ABOUT, "querySource", record.text("query_source"))
                .put(ABOUT, "effort", record.text("effort"))
                .put(ABOUT, "speed", record.text("speed"))
                .put(ABOUT, "agentName", record.text("agent.name"));
    }

    /// Only the last failure is told, when it has given up trying.
    private void error() {
        about().put(OUTCOME, "status", "failed")
                .put(OUTCOME, "error", record.text("error"))
                .put(OUTCOME, "apiErrorStatus", record.number("status_code"))
                .put(OUTCOME, "attempts", record.number("attempt"))
                .put(OUTCOME, "durationMs", record.number("duration_ms"))
                .tell();
    }

    /// The texts of an answer, which belong to its request. Without the request's id nothing tells whose they are.
    private void answer() {
        if (requestId == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        record.about(Kind.MODEL_REQUEST)
                .alias(Alias.Type.REQUEST, requestId)
                .text(INPUT, "text", text())
                .tell();
    }

    private @Nullable String text() {
        var text = record.text("response");
        return "<REDACTED>".equals(text) ? null : text;
    }

    /// Which message answers a request. The body itself is not read.
    private void body() {
        var message = record.text("message.id");
        if (requestId == null || message == null) return;
        record.testimony()
                .link(
                        Kind.MODEL_REQUEST,
                        new Alias(Alias.Type.REQUEST, requestId),
                        new Alias(Alias.Type.MESSAGE, message));
    }
}
