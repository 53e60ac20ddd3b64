package dev.twinlog.readers.codex;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;
import static dev.twinlog.model.FieldGroup.OUTCOME;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Reads event messages other than items: turns, tokens, errors, and the messages of legacy history, which
/// have no ids.
final class EventRecord {
    private static final int ERROR_INFO_MAX = 512;

    private EventRecord() {}

    static void read(CodexRecord record) {
        var payload = record.payload();
        var type = String.valueOf(payload.text("type"));
        switch (type) {
            case "task_started" -> started(record);
            case "task_complete" -> complete(record);
            case "turn_aborted" -> aborted(record);
            case "token_count" -> TokenRecord.total(record);
            case "user_message" ->
                legacy(record.about(Kind.PROMPT).put(ABOUT, "source", "human"), "prompt", payload.get("message"));
            case "agent_message" ->
                legacy(
                        record.about(Kind.MESSAGE).put(ABOUT, "phase", payload.get("phase")),
                        "message",
                        payload.get("message"));
            case "agent_reasoning" -> legacy(record.about(Kind.REASONING), "reasoning", payload.get("text"));
            case "exec_command_end", "mcp_tool_call_end", "patch_apply_end" -> toolEnd(record, type);
            default -> notice(record, type);
        }
    }

    /// A notice of a record that is named by its type.
    static void notice(CodexRecord record, String subtype) {
        var payload = record.payload();
        record.about(Kind.NOTICE)
                .put(ABOUT, "subtype", subtype)
                .put(ABOUT, "errorInfo", errorInfo(payload))
                .text(INPUT, "text", payload.get("message"))
                .tell();
    }

    private static void legacy(Saying said, String family, Json text) {
        said.nth(family, "event_msg").text(INPUT, "text", text).tell();
    }

    private static void started(CodexRecord record) {
        var turn = record.turn();
        var trace = record.payload().text("trace_id");
        turn(record)
                .put(ABOUT, "traceId", trace)
                .put(
                        ABOUT,
                        "parentTurn",
                        record.payload().get("turn_attribution").get("parent_turn_id"))
                .tell();
        if (turn == null || trace == null || trace.isEmpty()) return;
        record.testimony()
                .link(Kind.TURN, new Alias(Alias.Type.TURN, turn), new Alias(Alias.Type.DIGEST, "trace/" + trace));
    }

    private static void complete(CodexRecord record) {
        var payload = record.payload();
        var error = payload.get("error");
        turn(record)
                .put(OUTCOME, "status", error.isPresent() ? "failed" : "completed")
                .put(OUTCOME, "error", error.get("message"))
                .put(OUTCOME, "errorInfo", errorInfo(error))
                .put(OUTCOME, "durationMs", payload.get("duration_ms"))
                .put(OUTCOME, "timeToFirstTokenMs", payload.get("time_to_first_token_ms"))
                .tell();
    }

    private static void aborted(CodexRecord record) {
        turn(record)
                .put(OUTCOME, "status", "interrupted")
                .put(OUTCOME, "reason", record.payload().get("reason"))
                .put(OUTCOME, "durationMs", record.payload().get("duration_ms"))
                .tell();
    }

    private static Saying turn(CodexRecord record) {
        return record.about(Kind.TURN).alias(Alias.Type.TURN, record.turn());
    }

    private static void toolEnd(CodexRecord record, String type) {
        var payload = record.payload();
        var name = ToolName.ofEvent(type, payload);
        var said = record.about(Kind.TOOL_CALL)
                .alias(Alias.Type.ITEM, payload.text("call_id"))
                .put(ABOUT, "name", name)
                .put(ABOUT, "type", type)
                .put(OUTCOME, "status", status(payload))
                .put(OUTCOME, "exitCode", payload.get("exit_code"))
                .put(OUTCOME, "durationMs", Durations.millis(payload.get("duration")))
                .text(OUTPUT, "changes", payload.get("changes"));
        output(said, payload).tell();
    }

    private static Saying output(Saying said, Json payload) {
        if (payload.get("aggregated_output").byteLength() > 0)
            return said.text(OUTPUT, "output", payload.get("aggregated_output"));
        if (payload.get("result").isPresent()) return said.text(OUTPUT, "output", payload.get("result"));
        var parts = TextParts.lines();
        for (var stream : new String[] {"stdout", "stderr"}) {
            if (payload.get(stream).byteLength() > 0) parts.add(payload.get(stream));
        }
        return parts.isEmpty() ? said : said.text(OUTPUT, "output", parts);
    }

    private static String status(Json payload) {
        var told = payload.text("status");
        if (told != null) return Statuses.ofItem(told);
        boolean failed = payload.get("success").isFalse() || payload.number("exit_code", 0) != 0;
        return failed ? "failed" : "completed";
    }

    private static @Nullable String errorInfo(Json error) {
        var info = error.get("codex_error_info");
        if (!info.isPresent()) return null;
        return info.isText() ? info.text() : info.raw(ERROR_INFO_MAX);
    }
}
