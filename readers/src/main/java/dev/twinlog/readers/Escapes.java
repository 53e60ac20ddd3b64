package dev.twinlog.readers;

import java.util.HexFormat;

/// The escapes of JSON strings, in text of which each character is a byte of UTF-8: what an escape means that is no
/// ASCII stands apart from those bytes, above them.
final class Escapes {
    private static final String LETTERS = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final int ASCII = 0x80;
    private static final int BYTES = 0x100;
    /// Where escapes that mean a character of the size of a byte are kept.
    private static final int APART = 0xE000;
    private static final int UNICODE_LENGTH = 6;

    private Escapes() {}

    /// The text that is meant; what is no escape stays.
    static String meant(String written) {
        var out = new StringBuilder(written.length());
        for (int at = 0; at < written.length(); ) {
            char c = written.charAt(at);
            int letter = c == '\\' && at + 1 < written.length() ? LETTERS.indexOf(written.charAt(at + 1)) : -1;
            if (letter >= 0) {
                out.append(MEANT.charAt(letter));
                at += 2;
            } else if (c == '\\' && unicode(written, at)) {
                int code = HexFormat.fromHexDigits(written, at + 2, at + UNICODE_LENGTH);
                out.append((char) (code >= ASCII && code < BYTES ? APART + code : code));
                at += UNICODE_LENGTH;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static boolean unicode(String text, int at) {
        if (at + UNICODE_LENGTH > text.length() || text.charAt(at + 1) != 'u') return false;
        for (int i = at + 2; i < at + UNICODE_LENGTH; i++) if (!HexFormat.isHexDigit(text.charAt(i))) return false;
        return true;
    }

    /// The same as a JSON string holds it; the brackets of marks stay.
    static String written(String meant) {
        var out = new StringBuilder(meant.length());
        for (int at = 0; at < meant.length(); at++) {
            char c = meant.charAt(at);
            int letter = c == '/' ? -1 : MEANT.indexOf(c);
            if (letter >= 0) out.append('\\').append(LETTERS.charAt(letter));
            else if (c >= ' ' && c < BYTES || c == '⟦' || c == '⟧') out.append(c);
            else
                out.append("\\u")
                        .append(HexFormat.of()
                                .toHexDigits(c >= APART + ASCII && c < APART + BYTES ? (char) (c - APART) : c));
        }
        return out.toString();
    }
}
