package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.INPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;

/// Reads the `system` and `attachment` records that tell of something: errors and retries, compaction,
/// commands, hooks. Each is a notice.
final class NoticeRecord {
    private NoticeRecord() {}

    /// @param type the record's type as the table names it
    static void read(ClaudeRecord record, String type) {
        var subtype = type.substring(type.indexOf('/') + 1);
        var said = record.about(Kind.NOTICE)
                .alias(Alias.Type.RECORD, record.uuid())
                .put(ABOUT, "subtype", subtype);
        if (type.startsWith("attachment/"))
            attachment(said, subtype, record.json().get("attachment"));
        else system(said, subtype, record.json());
        said.tell();
    }

    private static void system(Saying said, String subtype, Json json) {
        switch (subtype) {
            case "api_error" -> apiError(said, json);
            case "compact_boundary" -> compaction(said, json);
            case "stop_hook_summary" -> stopHooks(said, json);
            case "turn_duration" -> all(said, json, "durationMs", "messageCount");
            case "local_command" ->
                said.put(ABOUT, "command", json.get("commandRun").get("command"))
                        .text(INPUT, "text", json.get("content"));
            case "informational" ->
                said.put(ABOUT, "level", json.get("level")).text(INPUT, "text", json.get("content"));
            default -> throw new IllegalStateException("system/" + subtype + " is in the table, but not read");
        }
    }

    private static void apiError(Saying said, Json json) {
        var error = json.get("error");
        all(said, error, "status", "requestId");
        said.put(ABOUT, "error", first(error.get("formatted"), error.get("message")));
        all(said, json, "retryAttempt", "retryInMs", "maxRetries", "source");
    }

    private static void compaction(Saying said, Json json) {
        var about = json.get("compactMetadata");
        all(said, about, "trigger");
        said.tokens(ABOUT, "preTokens", about.get("preTokens")).tokens(ABOUT, "postTokens", about.get("postTokens"));
        all(said, about, "durationMs");
        said.text(INPUT, "text", json.get("content"));
    }

    private static void stopHooks(Saying said, Json json) {
        all(said, json, "hookCount", "preventedContinuation", "stopReason");
        var errors = TextParts.lines();
        for (var error : json.get("hookErrors").elements()) errors.add(error);
        if (!errors.isEmpty()) said.text(INPUT, "text", errors);
    }

    private static void attachment(Saying said, String subtype, Json attachment) {
        if (subtype.equals("queued_command")) {
            Content.text(said, INPUT, "text", attachment.get("prompt"));
        } else {
            all(said, attachment, "hookName", "hookEvent", "exitCode", "durationMs");
            said.put(ABOUT, "toolUseId", attachment.get("toolUseID"));
            hookText(said, attachment);
        }
    }

    private static void hookText(Saying said, Json attachment) {
        var parts = TextParts.lines();
        for (var name : new String[] {"content", "stdout", "stderr", "blockingError"}) {
            if (attachment.get(name).byteLength() > 0) parts.add(attachment.get(name));
        }
        if (!parts.isEmpty()) said.text(INPUT, "text", parts);
    }

    private static void all(Saying said, Json json, String... names) {
        for (var name : names) said.put(ABOUT, name, json.get(name));
    }

    private static Json first(Json one, Json other) {
        return one.isText() ? one : other;
    }
}
