package dev.twinlog.sources.otlp;

import dev.twinlog.otlp.Signal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP/2 as bytes, for clients that no library would be.
final class Http2Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private Http2Frames() {}

    /// What a connection begins with.
    static byte[] beginning() {
        var settings = frame(SETTINGS, 0, 0, new byte[0]);
        return ByteBuffer.allocate(PREFACE.length + settings.length)
                .put(PREFACE)
                .put(settings)
                .array();
    }

    /// A frame as it came.
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean is(int type, int stream) {
            return this.type == type && this.stream == stream;
        }
    }

    /// The next frame of this type and stream; those before it are left out.
    static Frame next(InputStream in, int type, int stream) throws IOException {
        for (var frame = read(in); frame != null; frame = read(in)) if (frame.is(type, stream)) return frame;
        throw new EOFException("no frame " + type + " of stream " + stream + " came");
    }

    /// Reads until the connection is closed.
    static List<Frame> rest(InputStream in) throws IOException {
        var frames = new ArrayList<Frame>();
        for (var frame = read(in); frame != null; frame = read(in)) frames.add(frame);
        return frames;
    }

    private static @Nullable Frame read(InputStream in) throws IOException {
        var head = in.readNBytes(9);
        if (head.length == 0) return null;
        var fields = ByteBuffer.wrap(head);
        int length = (fields.get() & 0xff) << 16 | fields.getShort() & 0xffff;
        return new Frame(fields.get(), fields.get(), fields.getInt(), in.readNBytes(length));
    }

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

    static byte[] plainHead(String path) {
        return fields(":method", "POST", ":scheme", "http", ":authority", "127.0.0.1", ":path", path);
    }
}
