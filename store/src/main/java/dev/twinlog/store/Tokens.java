package dev.twinlog.store;

import java.text.Normalizer;

/// Cuts text into the tokens that search compares: runs of letters and digits, folded to lower case without
/// marks, at most {@link #TOKEN_BYTES_MAX} bytes of UTF-8. Scripts written without spaces give one token for
/// each pair of neighbours and one for the last character of a run, so that any part of a run can be found;
/// an emoji is a token. See docs/decisions/0006-search-index.md. It allocates nothing per token; not for two
/// threads at once.
///
/// Use: {@link #over}, then {@link #next} until it is false.
final class Tokens {
    /// Longer tokens are cut: nobody types the rest of a digest, and it would only fill the index.
    static final int TOKEN_BYTES_MAX = 64;

    private static final int CHARACTER_BYTES_MAX = 4;
    private static final int ROOM_FIRST = 4096;
    private static final byte NEW = 0;
    private static final byte BETWEEN = 1;
    private static final byte LETTER = 2;
    private static final byte MARK = 3;
    private static final byte UNSPACED = 4;
    private static final byte EMOJI = 5;
    private static final byte[] ASCII = ascii();

    /// The token's bytes are `bytes[0, length)`.
    final byte[] bytes = new byte[TOKEN_BYTES_MAX + 2 * CHARACTER_BYTES_MAX + Long.BYTES];

    private final byte[] classes = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    private final char[] folded = new char[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    private char[] text = new char[ROOM_FIRST];
    private int size;
    private int at;
    private int length;
    private int start;
    private int end;
    private boolean unspaced;
    private boolean tail;
    private int pairedUpTo;

    private static byte[] ascii() {
        var map = new byte[128];
        for (int c = '0'; c <= '9'; c++) map[c] = (byte) c;
        for (int c = 'a'; c <= 'z'; c++) map[c] = (byte) c;
        for (int c = 'A'; c <= 'Z'; c++) map[c] = (byte) (c + ('a' - 'A'));
        return map;
    }

    /// Begins at the start of a text.
    void over(String of) {
        size = of.length();
        if (text.length < size) text = new char[size];
        of.getChars(0, size, text, 0);
        at = 0;
        pairedUpTo = -1;
    }

    /// Gives back the room of a long text, which is forgotten.
    void shrink() {
        if (text.length > ROOM_FIRST) text = new char[ROOM_FIRST];
        size = 0;
        at = 0;
    }

    /// How many of {@link #bytes} are the token.
    int length() {
        return length;
    }

    /// Where it begins in the text.
    int start() {
        return start;
    }

    /// Where it ends in the text.
    int end() {
        return end;
    }

    /// Whether it is of a script without spaces.
    boolean unspaced() {
        return unspaced;
    }

    /// Whether it is the last character of a run, and the second of the pair before it.
    boolean tail() {
        return tail;
    }

    /// Goes to the next token; false when there is none.
    boolean next() {
        while (at < size) {
            char c = text[at];
            if (c < 128) {
                if (ASCII[c] != 0) return word();
                at++;
                continue;
            }
            int character = characterAt(c);
            switch (classOf(character)) {
                case LETTER -> {
                    return word();
                }
                case UNSPACED -> {
                    return pair(character);
                }
                case EMOJI -> {
                    return single(character);
                }
                default -> at += Character.charCount(character);
            }
        }
        return false;
    }

    private boolean word() {
        begin(false);
        int written = 0;
        while (at < size) {
            char c = text[at];
            if (c < 128) {
                byte folding = ASCII[c];
                if (folding == 0) break;
                if (written < TOKEN_BYTES_MAX) bytes[written++] = folding;
                at++;
                continue;
            }
            int character = characterAt(c);
            byte kind = classOf(character);
            if (kind != LETTER && kind != MARK) break;
            if (kind == LETTER && written < TOKEN_BYTES_MAX) written = put(fold(character), written);
            at += Character.charCount(character);
        }
        length = written;
        end = at;
        return true;
    }

    private int characterAt(char c) {
        return Character.isSurrogate(c) ? Character.codePointAt(text, at, size) : c;
    }

    private boolean pair(int first) {
        begin(true);
        tail = pairedUpTo == at + Character.charCount(first);
        length = put(fold(first), 0);
        at += Character.charCount(first);
        end = at;
        if (at >= size || text[at] < 128) return true;
        int second = Character.codePointAt(text, at, size);
        if (classOf(second) != UNSPACED) return true;
        length = put(fold(second), length);
        end = at + Character.charCount(second);
        pairedUpTo = end;
        tail = false;
        return true;
    }

    private boolean single(int character) {
        begin(false);
        length = put(character, 0);
        at += Character.charCount(character);
        end = at;
        return true;
    }

    private void begin(boolean unspacedScript) {
        start = at;
        unspaced = unspacedScript;
        tail = false;
    }

    private int put(int character, int from) {
        int to = from;
        if (character < 0x80) {
            bytes[to++] = (byte) character;
        } else if (character < 0x800) {
            bytes[to++] = (byte) (0xC0 | character >> 6);
            bytes[to++] = (byte) (0x80 | character & 0x3F);
        } else if (character < 0x10000) {
            bytes[to++] = (byte) (0xE0 | character >> 12);
            bytes[to++] = (byte) (0x80 | character >> 6 & 0x3F);
            bytes[to++] = (byte) (0x80 | character & 0x3F);
        } else {
            bytes[to++] = (byte) (0xF0 | character >> 18);
            bytes[to++] = (byte) (0x80 | character >> 12 & 0x3F);
            bytes[to++] = (byte) (0x80 | character >> 6 & 0x3F);
            bytes[to++] = (byte) (0x80 | character & 0x3F);
        }
        return to;
    }

    private byte classOf(int character) {
        if (character >= classes.length) return classify(character);
        byte known = classes[character];
        if (known == NEW) known = classes[character] = classify(character);
        return known;
    }

    private static byte classify(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT)
            return MARK;
        if (Character.isLetterOrDigit(character) || type == Character.COMBINING_SPACING_MARK)
            return withoutSpaces(Character.UnicodeScript.of(character)) ? UNSPACED : LETTER;
        return Character.isEmoji(character) ? EMOJI : BETWEEN;
    }

    private static boolean withoutSpaces(Character.UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private int fold(int character) {
        if (character >= folded.length) return Character.toLowerCase(character);
        char known = folded[character];
        if (known == 0) known = folded[character] = foldNew((char) character);
        return known;
    }

    /// The lower-case letter without its marks, when it is one letter with marks; else only in lower case.
    private static char foldNew(char character) {
        char lower = Character.toLowerCase(character);
        if (Character.isSurrogate(lower)) return lower;
        var parts = Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD);
        for (int i = 1; i < parts.length(); i++) {
            if (Character.getType(parts.charAt(i)) != Character.NON_SPACING_MARK) return lower;
        }
        return parts.charAt(0);
    }
}
