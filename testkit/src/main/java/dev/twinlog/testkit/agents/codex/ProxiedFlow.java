package dev.twinlog.testkit.agents.codex;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// One direction of a connection: bytes pass as they are, and the messages in them are told. A message is told before
/// its last bytes pass, so nobody can have reacted to what is not on record.
final class ProxiedFlow implements Runnable {
    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final int CHUNK_BYTES = 64 << 10;

    private final SocketChannel from;
    private final SocketChannel to;
    private final Consumer<String> heard;
    private final Consumer<RuntimeException> failed;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final EmbeddedChannel frames = new EmbeddedChannel(
            new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .allowMaskMismatch(true)
                    .maxFramePayloadLength(MESSAGE_BYTES_MAX)
                    .closeOnProtocolViolation(false)
                    .build()),
            new WebSocketFrameAggregator(MESSAGE_BYTES_MAX));
    private boolean upgraded;

    ProxiedFlow(SocketChannel from, SocketChannel to, Consumer<String> heard, Consumer<RuntimeException> failed) {
        this.from = from;
        this.to = to;
        this.heard = heard;
        this.failed = failed;
    }

    @Override
    public void run() {
        var bytes = ByteBuffer.allocate(CHUNK_BYTES);
        try (from;
                to) {
            while (from.read(bytes.clear()) >= 0) {
                bytes.flip();
                listen(bytes.duplicate());
                while (bytes.hasRemaining()) to.write(bytes);
            }
        } catch (IOException e) {
            // one of both went away, and the other is told so
        } catch (RuntimeException e) {
            failed.accept(e);
        } finally {
            frames.finishAndReleaseAll();
        }
    }

    private void listen(ByteBuffer bytes) {
        var read = Unpooled.copiedBuffer(bytes);
        if (!upgraded && !pastHead(read)) {
            read.release();
            return;
        }
        frames.writeInbound(read);
        for (WebSocketFrame frame = frames.readInbound(); frame != null; frame = frames.readInbound()) tell(frame);
    }

    /// Whether the head of the upgrade is over; it is passed over then.
    private boolean pastHead(ByteBuf read) {
        while (read.isReadable() && !upgraded) {
            head.write(read.readByte());
            upgraded = head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n");
        }
        return upgraded;
    }

    private void tell(WebSocketFrame frame) {
        try {
            if (frame instanceof TextWebSocketFrame text) heard.accept(text.text());
        } finally {
            frame.release();
        }
    }
}
