package dev.twinlog.readers.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One value of a {@link JsonTape}, or none: asking an absent value for anything gives what an empty one
/// would. Valid until the tape reads its next text.
public final class Json {
    /// UTF-16 units of an id, a name or a path; what is longer is none, and is cut.
    public static final int SHORT_UNITS_MAX = 4096;

    private static final int ABSENT = -1;
    private static final int LONG_DIGITS_MAX = 18;

    private final JsonTape tape;
    private final int at;

    Json(JsonTape tape, int at) {
        this.tape = tape;
        this.at = at;
    }

    /// The value of a member, or an absent one. Of a repeated name the first counts.
    public Json get(String name) {
        return new Json(tape, find(name));
    }

    public boolean isPresent() {
        return at != ABSENT && kind() != JsonTape.NULL;
    }

    public boolean isText() {
        return kind() == JsonTape.STRING;
    }

    public boolean isObject() {
        return kind() == JsonTape.OBJECT;
    }

    public boolean isArray() {
        return kind() == JsonTape.ARRAY;
    }

    public boolean isNumber() {
        return kind() == JsonTape.NUMBER;
    }

    public boolean isTrue() {
        return kind() == JsonTape.TRUE;
    }

    public boolean isFalse() {
        return kind() == JsonTape.FALSE;
    }

    /// The text of a string, or null: at most its first `unitsMax` UTF-16 units.
    public @Nullable String text(int unitsMax) {
        return isText() ? tape.text.string(tape.bytes, start(), end(), flags(), unitsMax) : null;
    }

    /// The text of a string that is an id, a name or a path, or null; no more than {@link #SHORT_UNITS_MAX}
    /// of it.
    public @Nullable String text() {
        return text(SHORT_UNITS_MAX);
    }

    /// The text of a member that is an id, a name or a path, or null.
    public @Nullable String text(String name) {
        return get(name).text();
    }

    /// The length of a string's text in UTF-16 units, or of a container's own JSON; 0 when absent.
    public long length() {
        if (at == ABSENT) return 0;
        if (!isText()) return JsonText.unitsOfRaw(tape.bytes, start(), end());
        return JsonText.units(tape.bytes, start(), end());
    }

    /// How many bytes it takes in the text; its length in UTF-16 units is never more.
    public int byteLength() {
        return at == ABSENT ? 0 : end() - start();
    }

    /// Its own JSON as it is written: at most the first `unitsMax` UTF-16 units.
    public String raw(int unitsMax) {
        return at == ABSENT ? "" : tape.text.plain(tape.bytes, start(), end(), true, unitsMax);
    }

    /// Whether it is a string with this text, written without escapes.
    public boolean is(String text) {
        return isText() && same(at, text);
    }

    /// Whether it is a string that begins with this text, written without escapes.
    public boolean startsWith(String text) {
        return isText() && end() - start() >= text.length() && sameBytes(start(), text);
    }

    /// The whole number that it is, or null.
    public @Nullable Long number() {
        if (kind() != JsonTape.NUMBER) return null;
        long value = 0;
        int p = start();
        boolean negative = tape.bytes[p] == '-';
        if (negative) p++;
        if (end() - p > LONG_DIGITS_MAX) return null;
        for (; p < end(); p++) {
            if (tape.bytes[p] < '0') return null;
            if (tape.bytes[p] > '9') return null;
            value = value * 10 + tape.bytes[p] - '0';
        }
        return negative ? -value : value;
    }

    /// The whole number of a member, or null.
    public @Nullable Long number(String name) {
        return get(name).number();
    }

    /// The whole number of a member, or the other value.
    public long number(String name, long otherwise) {
        var number = get(name).number();
        return number == null ? otherwise : number;
    }

    /// The truth that it is, or null.
    public @Nullable Boolean bool() {
        return isTrue() ? Boolean.TRUE : isFalse() ? Boolean.FALSE : null;
    }

    /// The elements of an array, in order; none of anything else.
    public List<Json> elements() {
        if (!isArray()) return List.of();
        var elements = new ArrayList<Json>();
        int behind = tape.tape[at + 3];
        for (int entry = at + JsonTape.ENTRY; entry < behind; entry = tape.tape[entry + 3]) {
            elements.add(new Json(tape, entry));
        }
        return elements;
    }

    /// A member of an object.
    public record Member(Json name, Json value) {}

    /// The members of an object, in order; none of anything else.
    public List<Member> members() {
        if (!isObject()) return List.of();
        var members = new ArrayList<Member>();
        int behind = tape.tape[at + 3];
        for (int key = at + JsonTape.ENTRY; key < behind; key = tape.tape[key + JsonTape.ENTRY + 3]) {
            members.add(new Member(new Json(tape, key), new Json(tape, key + JsonTape.ENTRY)));
        }
        return members;
    }

    /// The bytes that hold it; only to be read.
    public byte[] bytes() {
        return tape.bytes;
    }

    /// Its first byte (of a string, behind the quote).
    public int start() {
        return tape.tape[at + 1];
    }

    /// The byte behind its last one (of a string, the closing quote).
    public int end() {
        return tape.tape[at + 2];
    }

    /// For people who look at it in a debugger.
    @Override
    public String toString() {
        return at == ABSENT ? "absent" : new String(tape.bytes, start(), end() - start(), StandardCharsets.UTF_8);
    }

    private int kind() {
        return at == ABSENT ? 0 : tape.tape[at] & JsonTape.KIND;
    }

    private int flags() {
        return tape.tape[at];
    }

    private int find(String name) {
        if (kind() != JsonTape.OBJECT) return ABSENT;
        int behind = tape.tape[at + 3];
        for (int key = at + JsonTape.ENTRY; key < behind; key = tape.tape[key + JsonTape.ENTRY + 3]) {
            if (same(key, name)) return key + JsonTape.ENTRY;
        }
        return ABSENT;
    }

    private boolean same(int entry, String text) {
        int start = tape.tape[entry + 1];
        return tape.tape[entry + 2] - start == text.length() && sameBytes(start, text);
    }

    private boolean sameBytes(int start, String text) {
        for (int i = 0; i < text.length(); i++) if (tape.bytes[start + i] != text.charAt(i)) return false;
        return true;
    }
}
