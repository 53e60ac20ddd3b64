package dev.twinlog.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Canonical JSON being written, byte by byte. A text becomes UTF-8 in one go and is then copied in runs between what
/// must be escaped, since almost nothing must be: a third of what a generator costs that looks at each character.
/// Not for two threads at once.
final class JsonBytes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /// For each ASCII character what stands behind its backslash: 0 where it needs none, `u` for its number.
    private static final byte[] ESCAPES = escapes();

    /// What a character can become: `\\uXXXX\\uXXXX`.
    private static final int ESCAPED_BYTES_MAX = 12;
    /// The first byte of a character beyond the first plane, and how many it has.
    private static final byte BEYOND_FIRST_PLANE = (byte) 0xF0;

    private static final int SUPPLEMENTARY_BYTES = 4;

    private byte[] bytes;
    private int length;

    /// @param room bytes that are likely to be enough
    JsonBytes(int room) {
        bytes = new byte[room];
    }

    private static byte[] escapes() {
        var escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        var special = "\"\\\b\f\n\r\t";
        var letters = "\"\\bfnrt";
        for (int i = 0; i < special.length(); i++) escapes[special.charAt(i)] = (byte) letters.charAt(i);
        return escapes;
    }

    /// Text that is JSON already, in ASCII.
    JsonBytes raw(String json) {
        room(json.length());
        for (int i = 0; i < json.length(); i++) bytes[length++] = (byte) json.charAt(i);
        return this;
    }

    /// A string with its quotes. A character beyond the first plane becomes its two surrogates, escaped; half a pair
    /// is no character, and becomes `?`.
    JsonBytes string(String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length + 2);
        bytes[length++] = '"';
        int copied = 0;
        for (int at = 0; at < utf8.length; at++) {
            byte c = utf8[at];
            if (c < 0 ? c < BEYOND_FIRST_PLANE : ESCAPES[c] == 0) continue;
            copy(utf8, copied, at, utf8.length - at + ESCAPED_BYTES_MAX);
            if (c >= 0) {
                escape(c);
            } else {
                escapePair(utf8, at);
                at += SUPPLEMENTARY_BYTES - 1;
            }
            copied = at + 1;
        }
        copy(utf8, copied, utf8.length, 1);
        bytes[length++] = '"';
        return this;
    }

    /// @param then bytes for which there must be room behind it
    private void copy(byte[] from, int start, int end, int then) {
        int run = end - start;
        room(run + then);
        System.arraycopy(from, start, bytes, length, run);
        length += run;
    }

    private void escape(byte c) {
        byte letter = ESCAPES[c];
        if (letter == 'u') {
            escapeUnit((char) c);
            return;
        }
        bytes[length++] = '\\';
        bytes[length++] = letter;
    }

    private void escapePair(byte[] utf8, int at) {
        int point = (utf8[at] & 0x07) << 18
                | (utf8[at + 1] & 0x3F) << 12
                | (utf8[at + 2] & 0x3F) << 6
                | utf8[at + 3] & 0x3F;
        escapeUnit(Character.highSurrogate(point));
        escapeUnit(Character.lowSurrogate(point));
    }

    private void escapeUnit(char unit) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) bytes[length++] = HEX[unit >> shift & 0xF];
    }

    private void room(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }

    /// A copy of what was written.
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
