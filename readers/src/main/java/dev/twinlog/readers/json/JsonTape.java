package dev.twinlog.readers.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Where the values of one JSON text stand in its bytes: a flat list of entries in the order of the text,
/// made in one pass and used again for the next text. Strings are found but not decoded, so that a long one
/// which nobody asks for costs no more than finding its end. Strict RFC 8259, except that malformed UTF-8
/// inside strings is let through and replaced when the string is decoded.
///
/// A tape belongs to one thread, and points into the caller's bytes until the next {@link #read}.
public final class JsonTape {
    /// Containers inside one another; a deeper text is refused.
    public static final int DEPTH_MAX = 1000;

    /// Values and names in one text; a text with more is refused, since each takes 16 bytes on the tape, and the
    /// longest line must fit into the memory beside it.
    public static final int ENTRIES_MAX = 1 << 20;

    /// What stopped a reading.
    public enum Fault {
        NONE,
        NOT_JSON,
        TOO_DEEP,
        TOO_MANY
    }

    /// An entry is four numbers: what it is, where it starts, where it ends, and the entry after all that it
    /// holds.
    static final int ENTRY = 4;

    static final int OBJECT = 1;
    static final int ARRAY = 2;
    static final int STRING = 3;
    static final int NUMBER = 4;
    static final int TRUE = 5;
    static final int FALSE = 6;
    static final int NULL = 7;
    static final int KIND = 7;
    /// A string with a backslash in it.
    static final int ESCAPED = 8;
    /// A string with a byte above 127 in it.
    static final int WIDE = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int ENTRIES_AT_FIRST = 512;
    /// A tape that grew beyond this for one huge line is let go after it.
    private static final int ENTRIES_KEPT_MAX = 1 << 18;

    private static final byte[] NOTHING = new byte[0];

    byte[] bytes = NOTHING;
    int[] tape = new int[ENTRIES_AT_FIRST * ENTRY];
    final JsonText text = new JsonText();

    private final int[] open = new int[DEPTH_MAX];
    private int depth;
    private int used;
    private int at;
    private int to;

    /// Marks up the text in `buffer` from `from` up to `to`.
    public Fault read(byte[] buffer, int from, int to) {
        if (tape.length > ENTRIES_KEPT_MAX * ENTRY) tape = new int[ENTRIES_AT_FIRST * ENTRY];
        this.bytes = buffer;
        this.at = from;
        this.to = to;
        this.used = 0;
        this.depth = 0;
        var fault = document();
        return used < ENTRIES_MAX * ENTRY ? fault : Fault.TOO_MANY;
    }

    /// Lets go of the caller's bytes, and of a tape that grew for one huge line. What {@link #root} gave is no longer
    /// valid.
    public void letGo() {
        bytes = NOTHING;
        if (tape.length > ENTRIES_KEPT_MAX * ENTRY) tape = new int[ENTRIES_AT_FIRST * ENTRY];
    }

    /// The outermost value. Only after a reading without fault.
    public Json root() {
        return new Json(this, 0);
    }

    /// How many malformed UTF-8 sequences were replaced since the last call.
    public long takeReplaced() {
        return text.takeReplaced();
    }

    private Fault document() {
        while (true) {
            int first = skipSpace();
            if (first == '{' || first == '[') {
                if (depth == DEPTH_MAX) return Fault.TOO_DEEP;
                openContainer(first);
                int next = skipSpace();
                if (next == '}' || next == ']') {
                    if (!closes(next)) return Fault.NOT_JSON;
                } else {
                    if (first == '{' && !key()) return Fault.NOT_JSON;
                    continue;
                }
            } else if (!scalar(first)) {
                return Fault.NOT_JSON;
            }
            if (!afterValue()) return Fault.NOT_JSON;
            if (depth == 0) return skipSpace() == -1 ? Fault.NONE : Fault.NOT_JSON;
        }
    }

    /// Goes on behind a finished value, up to where the next value begins or the outermost one has ended.
    private boolean afterValue() {
        while (depth > 0) {
            int next = skipSpace();
            if (next == ',') {
                at++;
                return tape[open[depth - 1]] == ARRAY || key();
            }
            if (next == -1 || !closes(next)) return false;
        }
        return true;
    }

    private void openContainer(int bracket) {
        open[depth++] = used;
        entry(bracket == '{' ? OBJECT : ARRAY, at, at);
        at++;
    }

    private boolean closes(int bracket) {
        int container = open[depth - 1];
        if (bracket != (tape[container] == OBJECT ? '}' : ']')) return false;
        at++;
        depth--;
        tape[container + 2] = at;
        tape[container + 3] = used;
        return true;
    }

    private boolean key() {
        if (skipSpace() != '"' || !string() || skipSpace() != ':') return false;
        at++;
        return true;
    }

    private boolean scalar(int first) {
        return switch (first) {
            case '"' -> string();
            case 't' -> literal("true", TRUE);
            case 'f' -> literal("false", FALSE);
            case 'n' -> literal("null", NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> false;
        };
    }

    private boolean literal(String word, int kind) {
        int end = at + word.length();
        if (end > to) return false;
        for (int i = 0; i < word.length(); i++) if (bytes[at + i] != word.charAt(i)) return false;
        entry(kind, at, end);
        at = end;
        return true;
    }

    private boolean number() {
        int start = at;
        if (bytes[at] == '-') at++;
        if (at < to && bytes[at] == '0') at++;
        else if (!digits()) return false;
        if (at < to && bytes[at] == '.') {
            at++;
            if (!digits()) return false;
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < to && (bytes[at] == '+' || bytes[at] == '-')) at++;
            if (!digits()) return false;
        }
        entry(NUMBER, start, at);
        return true;
    }

    private boolean digits() {
        int start = at;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') at++;
        return at > start;
    }

    /// Finds the end of the string that begins here, eight bytes at a time.
    private boolean string() {
        int start = at + 1;
        int p = start;
        int flags = STRING;
        long wide = 0;
        while (true) {
            if (p + Long.BYTES <= to) {
                long word = (long) LONGS.get(bytes, p);
                long hit = special(word);
                if (hit == 0) {
                    wide |= word;
                    p += Long.BYTES;
                    continue;
                }
                int before = Long.numberOfTrailingZeros(hit) & -8;
                wide |= word & ((1L << before) - 1);
                p += before >>> 3;
            } else if (p >= to) {
                return false;
            }
            byte here = bytes[p];
            if (here == '"') break;
            if (here == '\\') {
                int length = escape(p);
                if (length == 0) return false;
                flags |= ESCAPED;
                p += length;
            } else if (here >= 0 && here < ' ') {
                return false;
            } else {
                wide |= here;
                p++;
            }
        }
        entry((wide & HIGHS) == 0 ? flags : flags | WIDE, start, p);
        at = p + 1;
        return true;
    }

    /// The high bit of each byte that is a quote, a backslash or a control character; bits above the lowest
    /// set one mean nothing.
    private static long special(long word) {
        long quote = word ^ (ONES * '"');
        long backslash = word ^ (ONES * '\\');
        return ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - ONES * ' ' & ~word)) & HIGHS;
    }

    /// How many bytes an escape takes, or 0 when it is none.
    private int escape(int p) {
        if (p + 1 >= to) return 0;
        int letter = bytes[p + 1];
        if (letter == 'u') return p + 6 <= to && JsonText.hex4(bytes, p + 2) >= 0 ? 6 : 0;
        return letter > 0 && JsonText.MEANT[letter] != 0 ? 2 : 0;
    }

    private void entry(int kind, int start, int end) {
        if (used == ENTRIES_MAX * ENTRY) {
            to = at;
            return;
        }
        if (used + ENTRY > tape.length) tape = Arrays.copyOf(tape, tape.length * 2);
        tape[used] = kind;
        tape[used + 1] = start;
        tape[used + 2] = end;
        tape[used + 3] = used + ENTRY;
        used += ENTRY;
    }

    /// The next byte that is no white space, or -1 at the end.
    private int skipSpace() {
        while (at < to) {
            int here = bytes[at];
            if (here != ' ' && here != '\t' && here != '\n' && here != '\r') return here;
            at++;
        }
        return -1;
    }
}
