package dev.twinlog.sources.appserver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of JSON in the bytes of a frame, looked into only when asked: a view, not a tree. What is missing, or of
/// another kind than asked for, is null or empty, never an error: the bytes were parsed once.
final class RawJson {
    /// What a piece is.
    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private final byte[] bytes;
    private final int from;
    private final int to;

    RawJson(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /// A text that is known to be JSON.
    static RawJson of(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawJson(bytes, 0, bytes.length);
    }

    Kind kind() {
        throw new UnsupportedOperationException();
    }

    /// The piece at a path of member names; null when there is none. A JSON null is a piece.
    @Nullable
    RawJson at(String... path) {
        throw new UnsupportedOperationException();
    }

    /// The string at a path; null when there is no string.
    @Nullable
    String text(String... path) {
        throw new UnsupportedOperationException();
    }

    /// Whether `true` is at a path.
    boolean isTrue(String... path) {
        throw new UnsupportedOperationException();
    }

    /// Whether nothing, or a null, is at a path.
    boolean isAbsent(String... path) {
        throw new UnsupportedOperationException();
    }

    /// The elements of an array; none of anything else.
    List<RawJson> elements() {
        throw new UnsupportedOperationException();
    }

    /// This string; empty when it is none.
    String asText() {
        throw new UnsupportedOperationException();
    }

    /// Whether this is a whole number that fits a long.
    boolean isWhole() {
        throw new UnsupportedOperationException();
    }

    /// This whole number; 0 when it is none.
    long asLong() {
        throw new UnsupportedOperationException();
    }

    /// A copy of the bytes of this piece alone.
    byte[] copy() {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    /// A string as JSON.
    static String quote(String text) {
        throw new UnsupportedOperationException();
    }

    /// The JSON text, as it came.
    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
