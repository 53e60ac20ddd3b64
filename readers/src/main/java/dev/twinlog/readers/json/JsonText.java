package dev.twinlog.readers.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Decodes strings of a JSON text, with a working memory that is kept from one string to the next.
final class JsonText {
    private static final int UTF8_BYTES_PER_UNIT = 3;
    private static final char REPLACEMENT = '\uFFFD';
    /// What the letter behind a backslash means; 0 for no escape.
    static final byte[] MEANT = new byte[128];

    static {
        var letters = "\"\\/bfnrt";
        var meant = "\"\\/\b\f\n\r\t";
        for (int i = 0; i < letters.length(); i++) MEANT[letters.charAt(i)] = (byte) meant.charAt(i);
    }

    private static final int WORK_BYTES_AT_FIRST = 1 << 16;

    private byte[] work = new byte[WORK_BYTES_AT_FIRST];
    private long replaced;

    /// At most the first `unitsMax` UTF-16 units of a string.
    ///
    /// @param start first byte after the opening quote
    /// @param end   the closing quote
    String string(byte[] bytes, int start, int end, int flags, int unitsMax) {
        if ((flags & JsonTape.ESCAPED) == 0) return plain(bytes, start, end, (flags & JsonTape.WIDE) != 0, unitsMax);
        int bytesMax = (int) Math.min(end - start, (long) unitsMax * UTF8_BYTES_PER_UNIT + UTF8_BYTES_PER_UNIT);
        if (work.length < bytesMax) work = new byte[bytesMax];
        int length = unescape(bytes, start, end, bytesMax);
        // A \\u may have made it wide.
        return plain(work, 0, length, true, unitsMax);
    }

    /// At most the first `unitsMax` UTF-16 units of UTF-8 bytes.
    String plain(byte[] bytes, int start, int end, boolean wide, int unitsMax) {
        long wanted = (long) unitsMax * (wide ? UTF8_BYTES_PER_UNIT : 1);
        int length = (int) Math.min(end - start, wanted);
        if (!wide) return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        length = wholeSequences(bytes, start, length, end);
        var text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) replaced += count(text) - countEncoded(bytes, start, start + length);
        return cut(text, unitsMax);
    }

    long takeReplaced() {
        long taken = replaced;
        replaced = 0;
        return taken;
    }

    /// The length of a string in UTF-16 units, without decoding it.
    static long units(byte[] bytes, int start, int end) {
        long units = 0;
        for (int p = start; p < end; p++) {
            byte here = bytes[p];
            if (here == '\\') p += bytes[p + 1] == 'u' ? 5 : 1;
            if ((here & 0xC0) != 0x80) units += (here & 0xF8) == 0xF0 ? 2 : 1;
        }
        return units;
    }

    /// The length of UTF-8 bytes in UTF-16 units.
    static long unitsOfRaw(byte[] bytes, int start, int end) {
        long units = 0;
        for (int p = start; p < end; p++) {
            if ((bytes[p] & 0xC0) != 0x80) units += (bytes[p] & 0xF8) == 0xF0 ? 2 : 1;
        }
        return units;
    }

    /// The value of four hexadecimal digits, or -1.
    static int hex4(byte[] bytes, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) return -1;
            value = value << 4 | digit;
        }
        return value;
    }

    private int unescape(byte[] bytes, int start, int end, int bytesMax) {
        int length = 0;
        int p = start;
        while (p < end && length < bytesMax) {
            int run = p;
            int stop = Math.min(end, p + bytesMax - length);
            while (run < stop && bytes[run] != '\\') run++;
            System.arraycopy(bytes, p, work, length, run - p);
            length += run - p;
            p = run;
            if (p == end || length == bytesMax || bytes[p] != '\\') continue;
            if (bytes[p + 1] == 'u') {
                int point = codePoint(bytes, p, end);
                if (length + 4 > work.length) work = Arrays.copyOf(work, work.length + 4);
                length += encode(point, length);
                p += point > 0xFFFF ? 12 : 6;
            } else {
                work[length++] = MEANT[bytes[p + 1]];
                p += 2;
            }
        }
        return length;
    }

    /// The character of one `\\uXXXX` or of a pair of them; half a pair is no character, and becomes U+FFFD.
    private static int codePoint(byte[] bytes, int p, int end) {
        char first = (char) hex4(bytes, p + 2);
        if (!Character.isSurrogate(first)) return first;
        if (Character.isLowSurrogate(first) || p + 12 > end || bytes[p + 6] != '\\' || bytes[p + 7] != 'u')
            return REPLACEMENT;
        char second = (char) hex4(bytes, p + 8);
        return Character.isLowSurrogate(second) ? Character.toCodePoint(first, second) : REPLACEMENT;
    }

    private int encode(int point, int at) {
        if (point < 0x80) {
            work[at] = (byte) point;
            return 1;
        }
        if (point < 0x800) {
            work[at] = (byte) (0xC0 | point >> 6);
            work[at + 1] = (byte) (0x80 | (point & 0x3F));
            return 2;
        }
        if (point < 0x10000) {
            work[at] = (byte) (0xE0 | point >> 12);
            work[at + 1] = (byte) (0x80 | ((point >> 6) & 0x3F));
            work[at + 2] = (byte) (0x80 | (point & 0x3F));
            return 3;
        }
        work[at] = (byte) (0xF0 | point >> 18);
        work[at + 1] = (byte) (0x80 | ((point >> 12) & 0x3F));
        work[at + 2] = (byte) (0x80 | ((point >> 6) & 0x3F));
        work[at + 3] = (byte) (0x80 | (point & 0x3F));
        return 4;
    }

    /// A length that does not end inside a UTF-8 sequence which goes on behind it.
    private static int wholeSequences(byte[] bytes, int start, int length, int end) {
        int cut = length;
        while (cut > 0 && start + cut < end && length - cut < 4 && (bytes[start + cut] & 0xC0) == 0x80) cut--;
        return cut;
    }

    private static String cut(String text, int unitsMax) {
        if (text.length() <= unitsMax) return text;
        int at = Character.isHighSurrogate(text.charAt(unitsMax - 1)) ? unitsMax - 1 : unitsMax;
        return text.substring(0, at);
    }

    private static long count(String text) {
        return text.chars().filter(unit -> unit == REPLACEMENT).count();
    }

    private static long countEncoded(byte[] bytes, int start, int end) {
        long count = 0;
        for (int p = start; p + 2 < end; p++) {
            if (bytes[p] == (byte) 0xEF && bytes[p + 1] == (byte) 0xBF && bytes[p + 2] == (byte) 0xBD) count++;
        }
        return count;
    }
}
