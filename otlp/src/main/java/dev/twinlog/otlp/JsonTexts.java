package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;

/// Texts as OTLP/JSON may write them.
final class JsonTexts {
    static final int UTF8_BYTES_PER_UNIT = 3;

    private static final char REPLACEMENT = '\uFFFD';

    private JsonTexts() {}

    /// A text with every half of a surrogate pair replaced: JavaScript writes one as an escape where it cut a text, and
    /// protobuf cannot hold it.
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++)
            if (Character.isSurrogate(text.charAt(i))) {
                if (isHalf(text, i)) return replaced(text);
                i++;
            }
        return text;
    }

    private static boolean isHalf(String text, int at) {
        return !Character.isHighSurrogate(text.charAt(at))
                || at + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(at + 1));
    }

    private static String replaced(String text) {
        var out = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++)
            if (Character.isSurrogate(text.charAt(i))) {
                if (isHalf(text, i)) out.setCharAt(i, REPLACEMENT);
                else i++;
            }
        return out.toString();
    }

    /// How many bytes a text takes in UTF-8.
    static long utf8Length(char[] text, int from, int length) {
        long bytes = 0;
        for (int i = from; i < from + length; i++) {
            char c = text[i];
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : UTF8_BYTES_PER_UNIT;
        }
        return bytes;
    }

    /// A text of hexadecimal digits, in lower case.
    static String hex(JsonParser in, String of) throws IOException {
        var text = in.getText();
        for (int i = 0; i < text.length(); i++)
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f')
                throw new IOException(of + " is not hexadecimal");
        return text.toLowerCase(Locale.ROOT);
    }

    /// The bytes of a text in base64, of either alphabet.
    static byte[] base64(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new IOException("bytes are not base64", e);
        }
    }
}
