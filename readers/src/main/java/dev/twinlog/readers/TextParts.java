package dev.twinlog.readers;

import dev.twinlog.model.FieldLimit;
import dev.twinlog.readers.json.Json;

/// A text put together from parts; holds no more of it than a field does, but knows its whole length.
public final class TextParts {
    private final StringBuilder text = new StringBuilder();
    private final String between;
    private long length;
    private int parts;

    private TextParts(String between) {
        this.between = between;
    }

    /// Parts that stand on lines of their own.
    public static TextParts lines() {
        return new TextParts("\n");
    }

    /// Parts of one text, with nothing between them.
    public static TextParts joined() {
        return new TextParts("");
    }

    /// A JSON string; anything else adds nothing.
    public void add(Json part) {
        if (!part.isText()) return;
        int room = FieldLimit.CHARACTERS_MAX;
        var cut = part.text(room);
        add(cut == null ? "" : cut, part.byteLength() > room ? part.length() : -1);
    }

    public void add(String part) {
        add(part, -1);
    }

    private void add(String part, long wholeLength) {
        if (parts++ > 0) append(between);
        append(part);
        if (wholeLength > part.length()) length += wholeLength - part.length();
    }

    private void append(String more) {
        length += more.length();
        int room = FieldLimit.CHARACTERS_MAX - text.length();
        text.append(more, 0, Math.min(room, more.length()));
    }

    public boolean isEmpty() {
        return length == 0;
    }

    String text() {
        return FieldLimit.cut(text.toString());
    }

    long length() {
        return length;
    }
}
