package dev.twinlog.readers.codex;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Unknown;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.JsonLines;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.function.Consumer;

/// Reads the rollouts of Codex, paginated ones (with ordinals and items) and legacy ones. Belongs to one
/// thread.
public final class CodexRolloutReader implements TranscriptReader {
    /// Another version may hear other things in the same bytes: stored with what was settled.
    public static final int READER_VERSION = 4;

    private static final String NO_TYPE = "(no type)";

    private final JsonLines lines = new JsonLines();
    private final Words words;

    /// @param counter hears of secrets, cut texts and replaced bytes
    public CodexRolloutReader(ReadingCounter counter) {
        this.words = new Words(counter);
    }

    @Override
    public void line(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out) {
        var json = lines.open(buffer, from, to, context, out);
        if (json == null) return;
        read(new CodexRecord(json, context, Hash64.of(buffer, from, to), words, out));
        lines.close(words);
    }

    @Override
    public void whole(byte[] content, LineContext context, Consumer<Heard> out) {
        throw new IllegalArgumentException(context.file().name() + " is read by lines, not as a whole");
    }

    private static void read(CodexRecord record) {
        var type = type(record.json());
        var reading = CodexRecordTypes.TABLE.of(type).orElse(null);
        record.seen();
        switch (reading) {
            case null -> record.tell(unknown(record, type));
            case EVENT, FACT -> told(record, type);
            case TREE_ONLY, COPY -> {}
        }
    }

    private static void told(CodexRecord record, String type) {
        var outer = outer(type);
        switch (outer) {
            case "session_meta" -> SessionRecord.meta(record);
            case "turn_context" -> SessionRecord.turnContext(record);
            case "token_usage_record" -> TokenRecord.response(record);
            case "compacted" -> EventRecord.notice(record, "compacted");
            case "response_item" -> ResponseItem.read(record);
            case "event_msg" -> {
                if (!type.startsWith("event_msg/item_completed/")) EventRecord.read(record);
                else if (!record.mirrored()) CompletedItem.read(record);
            }
            default -> throw new IllegalStateException(type + " is in the table, but not read");
        }
    }

    private static String outer(String type) {
        int slash = type.indexOf('/');
        return slash < 0 ? type : type.substring(0, slash);
    }

    /// The type of a record as the table names it.
    private static String type(Json json) {
        var type = json.text("type");
        var payload = json.get("payload");
        if (type == null) return NO_TYPE;
        if (!type.equals("event_msg") && !type.equals("response_item")) return type;
        var inner = payload.text("type");
        if (inner == null) return type + "/" + NO_TYPE;
        return switch (inner) {
            case "item_completed" ->
                type + "/item_completed/" + payload.get("item").text("type");
            case "message" -> type + "/message/" + payload.text("role");
            default -> type + "/" + inner;
        };
    }

    /// Lines do not tell the version of Codex; the session's first record does.
    private static Unknown unknown(CodexRecord record, String type) {
        var session = record.session();
        return new Unknown(
                session, session.agent(), record.testimony().clean(type), Unknown.VERSION_UNTOLD, record.raw());
    }
}
