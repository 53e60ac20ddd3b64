package dev.twinlog.sources.appserver;

import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// UTF-8, checked.
final class Utf8 {
    /// The most bytes of a character.
    private static final int CHARACTER_BYTES_MAX = 4;

    private Utf8() {}

    /// Whether these bytes are well-formed. Protobuf checks without a copy, by words.
    static boolean isValid(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes).isValidUtf8();
    }

    /// The beginning of some bytes as text; what is no UTF-8 becomes `\uFFFD`.
    static String quoted(byte[] bytes, int charactersMax) {
        int length = Math.min(bytes.length, charactersMax * CHARACTER_BYTES_MAX);
        var text = new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
        return text.length() <= charactersMax ? text : text.substring(0, charactersMax);
    }
}
