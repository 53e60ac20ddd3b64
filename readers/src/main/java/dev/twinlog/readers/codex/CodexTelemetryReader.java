package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.DECISION;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;
import static dev.twinlog.model.FieldGroup.USAGE;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.otlp.OtlpRecord;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.Reading;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TelemetryRecord;
import org.jspecify.annotations.Nullable;

/// Reads the telemetry of Codex. Its events name the thread, and their trace, where it traces; of which turn a trace is
/// spans tell, and answers. Completions name neither turn nor response: they are counted through the thread.
public final class CodexTelemetryReader {
    private static final String THREAD = "conversation.id";
    private static final String TURN = "turn.id";
    /// Some spans spell it so.
    private static final String TURN_ID = "turn_id";
    private static final String TRACE = "trace/";
    private static final String REDACTED = "[REDACTED]";
    private static final int FIRST_ERROR_STATUS = 400;

    /// The originator of what Twinlog's own Codex does.
    private static final String SELF = "twinlog-sidecar";

    private final TelemetryRecord record;

    private CodexTelemetryReader(TelemetryRecord record) {
        this.record = record;
    }

    /// Reads a log record or a span.
    ///
    /// @param position of its request in the journal
    public static void read(OtlpRecord record, long position, TelemetryRecord.Speaker speaker) {
        boolean span = record.signal() == Signal.TRACES;
        if (!span && record.attributes().text("event.name") == null) {
            speaker.counter().add(ReadingCounter.OTLP_NO_EVENT, 1);
            return;
        }
        var telemetry = TelemetryRecord.of(record, Agent.CODEX, THREAD, position, speaker);
        if (telemetry == null) return;
        var reader = new CodexTelemetryReader(telemetry);
        if (span) reader.span();
        else reader.event(String.valueOf(telemetry.text("event.name")));
    }

    /// A span tells of which turn its trace is. Nested calls of tools have traces of their own.
    private void span() {
        var turn = record.text(TURN);
        if (turn == null) turn = record.text(TURN_ID);
        if (turn == null || record.record().traceId() == null) record.leave(ReadingCounter.OTLP_NOT_READ);
        else trace(turn);
    }

    private void trace(String turn) {
        var trace = record.record().traceId();
        if (trace == null) return;
        record.testimony()
                .link(Kind.TURN, new Alias(Alias.Type.TURN, turn), new Alias(Alias.Type.DIGEST, TRACE + trace));
    }

    private void event(String name) {
        var reading = CodexTelemetryTypes.TABLE.of(name).orElse(null);
        if (reading == Reading.EVENT) {
            record.tells(turn(), null, record.record().nanos());
            told(name);
        } else if (reading == null) {
            record.unknown("otlp:" + name, record.text("app.version"));
        } else {
            record.leave(
                    SELF.equals(record.text("originator")) ? ReadingCounter.OTLP_SELF : ReadingCounter.OTLP_NOT_READ);
        }
    }

    private TurnRef turn() {
        var trace = record.record().traceId();
        return trace == null ? TurnRef.UNTOLD : new TurnRef.Traced(trace);
    }

    private void told(String name) {
        switch (name) {
            case "codex.user_prompt" -> prompt();
            case "codex.api_request" -> attempt();
            case "codex.sse_event" -> completion();
            case "codex.tool_decision" -> decision();
            case "codex.tool_result" -> result();
            case "codex.agent_response" -> answer();
            default -> throw new IllegalStateException(name + " is in the table, but not read");
        }
    }

    private void facts() {
        record.fact(SessionFact.Name.VERSION, record.text("app.version"));
        record.fact(SessionFact.Name.MODEL, record.text("model"));
        record.fact(SessionFact.Name.ORIGINATOR, record.text("originator"));
        record.account();
    }

    /// Where Codex does not trace, a prompt is of the turn that was running.
    private void prompt() {
        facts();
        var text = record.attributes().text("prompt");
        var said = record.about(Kind.PROMPT)
                .nth("prompt", "otlp")
                .put(ABOUT, "source", "human")
                .text(INPUT, "text", REDACTED.equals(text) ? null : text);
        if (record.record().traceId() == null) said.turn(TurnRef.RUNNING);
        said.tell();
    }

    /// An attempt over HTTP; one that failed is told nowhere else.
    private void attempt() {
        var status = record.number("http.response.status_code");
        var error = record.text("error.message");
        if (error == null && (status == null || status < FIRST_ERROR_STATUS)) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        record.about(Kind.NOTICE)
                .put(ABOUT, "subtype", "api_error")
                .put(ABOUT, "status", status)
                .put(ABOUT, "error", error)
                .put(ABOUT, "attempt", record.number("attempt"))
                .put(ABOUT, "durationMs", record.number("duration_ms"))
                .put(ABOUT, "endpoint", record.text("endpoint"))
                .tell();
    }

    /// Of a stream's events only the one that tells the tokens of a whole response.
    private void completion() {
        var input = record.number("input_token_count");
        var output = record.number("output_token_count");
        if (input == null || output == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        record.about(Kind.MODEL_REQUEST)
                .nth(Nth.Scope.SESSION, family(input, output), "otlp")
                .put(ABOUT, "model", record.text("model"))
                .put(ABOUT, "effort", record.text("model_reasoning_effort"))
                .tokens(USAGE, "inputTokens", input)
                .tokens(USAGE, "cachedInputTokens", record.number("cached_token_count"))
                .tokens(USAGE, "cacheWriteInputTokens", record.number("cache_write_token_count"))
                .tokens(USAGE, "outputTokens", output)
                .tokens(USAGE, "reasoningTokens", record.number("reasoning_token_count"))
                .put(USAGE, "ttftMs", record.number("ttft_ms"))
                .tell();
    }

    private String family(long input, long output) {
        return TokenRecord.family(
                input, or0("cached_token_count"), or0("cache_write_token_count"), output, or0("reasoning_token_count"));
    }

    private long or0(String key) {
        var number = record.number(key);
        return number == null ? 0 : number;
    }

    private void decision() {
        var said = call();
        if (said == null) return;
        var decision = record.text("decision");
        said.put(DECISION, "decision", decision)
                .put(DECISION, "source", record.text("source"))
                .put(OUTCOME, "status", "denied".equals(decision) ? "denied" : null)
                .tell();
    }

    /// What it tells of input and output are previews; that it succeeded means only that the tool ran.
    private void result() {
        var said = call();
        if (said == null) return;
        var output = record.text("output");
        var ending = output == null ? null : ToolEnding.of(output);
        said.put(OUTCOME, "success", record.attributes().truth("success"))
                .put(OUTCOME, "status", status(ending))
                .put(OUTCOME, "exitCode", ending == null ? null : ending.exitCode())
                .put(OUTCOME, "durationMs", record.number("duration_ms"))
                .text(INPUT, "input", record.text("arguments"))
                .text(OUTPUT, "output", output)
                .tell();
    }

    private @Nullable String status(@Nullable ToolEnding ending) {
        var success = record.attributes().truth("success");
        boolean ran = success == null || success;
        if (ending != null && (ran || !ending.status().equals("completed"))) return ending.status();
        return success == null ? null : success ? "completed" : "failed";
    }

    private @Nullable Saying call() {
        var id = record.text("call_id");
        if (id == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return null;
        }
        return record.about(Kind.TOOL_CALL).alias(Alias.Type.ITEM, id).put(ABOUT, "name", record.text("tool_name"));
    }

    /// A final answer: the only event that names turn and item.
    private void answer() {
        var item = record.text("item.id");
        var turn = record.text(TURN);
        if (item == null) {
            record.leave(ReadingCounter.OTLP_NOT_READ);
            return;
        }
        if (turn != null) trace(turn);
        var text = record.text("response");
        record.about(Kind.MESSAGE)
                .alias(Alias.Type.ITEM, item)
                .turn(turn == null ? turn() : new TurnRef.Named(turn))
                .put(ABOUT, "phase", "final_answer")
                .text(INPUT, "text", REDACTED.equals(text) ? null : text)
                .tell();
    }
}
