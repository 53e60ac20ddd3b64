package dev.twinlog.readers;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.json.Json;
import dev.twinlog.readers.json.JsonTape;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens lines of JSON: gives the object of a line, or tells why there is none. Belongs to one thread.
public final class JsonLines {
    /// A longer line is not read; its bytes stay in the journal.
    public static final int LINE_BYTES_MAX = Unreadable.LINE_BYTES_MAX;

    private final JsonTape tape = new JsonTape();

    /// The object that a line is. Null when it is blank, which tells nothing, or unreadable, which is told.
    /// Valid until the next line is opened.
    public @Nullable Json open(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out) {
        if (blank(buffer, from, to)) return null;
        if (to - from > LINE_BYTES_MAX) return unreadable(Unreadable.Reason.TOO_LONG, context, out);
        return switch (tape.read(buffer, from, to)) {
            case NONE -> tape.root().isObject() ? tape.root() : unreadable(Unreadable.Reason.NOT_JSON, context, out);
            case NOT_JSON -> unreadable(Unreadable.Reason.NOT_JSON, context, out);
            case TOO_DEEP -> unreadable(Unreadable.Reason.TOO_DEEP, context, out);
            case TOO_MANY -> unreadable(Unreadable.Reason.TOO_LONG, context, out);
        };
    }

    /// Counts what the last line's texts had replaced in them, and lets the line go.
    public void close(Words words) {
        words.replaced(tape.takeReplaced());
        tape.letGo();
    }

    private static boolean blank(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') return false;
        return true;
    }

    private @Nullable Json unreadable(Unreadable.Reason reason, LineContext context, Consumer<Heard> out) {
        tape.letGo();
        var session = context.file().session();
        out.accept(new Unreadable(session, session.agent(), reason, context.raw(), context.fileKey()));
        return null;
    }
}
