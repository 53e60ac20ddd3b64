package dev.twinlog.sources.appserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of JSON in the bytes of a frame, looked into only when asked: a view, not a tree. What is
/// missing, or of another kind than asked for, is null or empty, never an error: the bytes were parsed
/// once.
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

    /// @param bytes hold JSON between the two places; not to be changed
    RawJson(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /// A text that is known to be JSON.
    static RawJson of(String json) {
        var bytes = json.strip().getBytes(StandardCharsets.UTF_8);
        return new RawJson(bytes, 0, bytes.length);
    }

    /// What this is, by its first character.
    Kind kind() {
        return switch (bytes[from]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /// The piece at a path of member names; null when there is none. A JSON null is a piece.
    @Nullable
    RawJson at(String... path) {
        var piece = this;
        for (var name : path) {
            var member = piece.member(name);
            if (member == null) return null;
            piece = member;
        }
        return piece;
    }

    private @Nullable RawJson member(String name) {
        if (kind() != Kind.OBJECT) return null;
        try (var parser = JsonTokens.parser(bytes, from, to)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                parser.nextToken();
                if (wanted) return piece(parser);
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("what was parsed once is no JSON", e);
        }
    }

    private RawJson piece(JsonParser parser) throws IOException {
        int begin = JsonTokens.begin(parser);
        return new RawJson(bytes, from + begin, from + JsonTokens.end(parser));
    }

    /// The string at a path; null when there is no string.
    @Nullable
    String text(String... path) {
        var piece = at(path);
        return piece != null && piece.kind() == Kind.STRING ? piece.asText() : null;
    }

    /// Whether `true` is at a path.
    boolean isTrue(String... path) {
        var piece = at(path);
        return piece != null && piece.bytes[piece.from] == 't';
    }

    /// Whether nothing, or a null, is at a path.
    boolean isAbsent(String... path) {
        var piece = at(path);
        return piece == null || piece.kind() == Kind.NULL;
    }

    /// The elements of an array; none of anything else.
    List<RawJson> elements() {
        if (kind() != Kind.ARRAY) return List.of();
        var elements = new ArrayList<RawJson>();
        try (var parser = JsonTokens.parser(bytes, from, to)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) elements.add(piece(parser));
            return elements;
        } catch (IOException e) {
            throw new IllegalStateException("what was parsed once is no JSON", e);
        }
    }

    /// This string; empty when it is none.
    String asText() {
        if (kind() != Kind.STRING) return "";
        try (var parser = JsonTokens.parser(bytes, from, to)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new IllegalStateException("what was parsed once is no JSON", e);
        }
    }

    /// Whether this is a whole number, without fraction or exponent, that fits a long.
    boolean isWhole() {
        return whole() != null;
    }

    /// This whole number; 0 when it is none.
    long asLong() {
        var whole = whole();
        return whole == null ? 0 : whole;
    }

    private @Nullable Long whole() {
        if (kind() != Kind.NUMBER || to - from > 20) return null;
        try {
            return Long.valueOf(toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// A copy of the bytes of this piece alone.
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /// A string as JSON.
    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /// The JSON text, as it came.
    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
