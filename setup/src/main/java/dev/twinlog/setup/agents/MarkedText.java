package dev.twinlog.setup.agents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A text with the mark that some editors begin a file with.
record MarkedText(String mark, String text) {
    static final String MARK = "\ufeff";

    static MarkedText of(byte[] bytes) throws CharacterCodingException {
        var all = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        boolean marked = all.startsWith(MARK);
        return new MarkedText(marked ? MARK : "", marked ? all.substring(1) : all);
    }

    byte[] bytes(String other) {
        return (mark + other).getBytes(StandardCharsets.UTF_8);
    }
}
