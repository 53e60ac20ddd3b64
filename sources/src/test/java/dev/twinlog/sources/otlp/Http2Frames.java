package dev.twinlog.sources.otlp;

import dev.twinlog.otlp.Signal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// HTTP/2 as bytes, for clients that no library would be.
final class Http2Frames {
    private Http2Frames() {}

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// Header fields as literals that are not indexed.
    private static byte[] fields(String... namesAndValues) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            literal(block, namesAndValues[i]);
            literal(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) block.write(length & 127 | 128);
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static byte[] callHead(String... more) {
        var fields = new ArrayList<>(List.of(
                ":method",
                "POST",
                ":scheme",
                "http",
                ":authority",
                "127.0.0.1",
                ":path",
                "/" + Signal.LOGS.service() + "/Export",
                "content-type",
                "application/grpc",
                "te",
                "trailers"));
        fields.addAll(List.of(more));
        return fields(fields.toArray(String[]::new));
    }
}
