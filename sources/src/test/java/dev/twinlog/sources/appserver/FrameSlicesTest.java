package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSlicesTest {
    private static EmbeddedChannel channel() {
        var config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false)
                .maxFramePayloadLength(FrameSlices.SLICE_BYTES_MAX)
                .withUTF8Validator(false)
                .build();
        return new EmbeddedChannel(new FrameSlices(), new WebSocket13FrameDecoder(config));
    }

    /// A frame as a server writes it, with the shortest length.
    private static byte[] frame(int first, byte[] payload) {
        var header = ByteBuffer.allocate(10).put((byte) first);
        if (payload.length < 126) header.put((byte) payload.length);
        else if (payload.length < 65536) header.put((byte) 126).putShort((short) payload.length);
        else header.put((byte) 127).putLong(payload.length);
        var frame = Arrays.copyOf(header.array(), header.position() + payload.length);
        System.arraycopy(payload, 0, frame, header.position(), payload.length);
        return frame;
    }

    /// The messages and pings that come out, as text.
    private static List<String> heard(EmbeddedChannel channel) {
        var heard = new ArrayList<String>();
        var message = new ByteArrayOutputStream();
        for (WebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            var bytes = new byte[frame.content().readableBytes()];
            frame.content().readBytes(bytes);
            if (frame instanceof PingWebSocketFrame) heard.add("ping " + new String(bytes, StandardCharsets.UTF_8));
            else {
                if (frame instanceof TextWebSocketFrame) message.reset();
                message.writeBytes(bytes);
                if (frame.isFinalFragment()) heard.add(message.toString(StandardCharsets.UTF_8));
            }
            frame.release();
        }
        return heard;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void messages_come_out_as_they_went_in_wherever_frames_and_bytes_are_cut(long begin) {
        long seed = Long.getLong("twinlog.seed", begin);
        var random = new Random(seed);
        var told = new ArrayList<String>();
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 60; i++) message(random, told, bytes);
        var channel = channel();
        var all = bytes.toByteArray();
        var heard = new ArrayList<String>();
        for (int at = 0; at < all.length; ) {
            int to = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 7 : 100_000));
            channel.writeInbound(Unpooled.copiedBuffer(all, at, to - at));
            at = to;
        }
        heard.addAll(heard(channel));
        assertThat(heard).as("seed " + seed).isEqualTo(told);
        assertThat(channel.finish()).isFalse();
    }

    /// One message in one to four frames, of any length that the format tells apart, with pings between them.
    private static void message(Random random, List<String> told, ByteArrayOutputStream bytes) {
        int[] lengths = {0, 1, 125, 126, 65_535, 65_536, 65_537, 200_000};
        var text = "x".repeat(lengths[random.nextInt(lengths.length)]).getBytes(StandardCharsets.UTF_8);
        int frames = 1 + random.nextInt(4);
        for (int n = 0, at = 0; n < frames; n++) {
            int to = n == frames - 1 ? text.length : at + random.nextInt(text.length - at + 1);
            bytes.writeBytes(frame((n == frames - 1 ? 0x80 : 0) | (n == 0 ? 1 : 0), Arrays.copyOfRange(text, at, to)));
            at = to;
            if (n < frames - 1 && random.nextInt(3) == 0) {
                bytes.writeBytes(frame(0x89, ("p" + n).getBytes(StandardCharsets.UTF_8)));
                told.add("ping p" + n);
            }
        }
        told.add(new String(text, StandardCharsets.UTF_8));
    }

    @Test
    void a_frame_of_terabytes_is_handed_on_as_it_comes_and_nothing_is_held() {
        var channel = channel();
        channel.writeInbound(Unpooled.wrappedBuffer(SocketServer.header(0x81, 1L << 42)));
        for (int i = 0; i < 100; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[100_000]));
            int heard = 0;
            for (WebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
                heard += frame.content().readableBytes();
                assertThat(frame.isFinalFragment()).isFalse();
                assertThat(frame.content().readableBytes()).isLessThanOrEqualTo(FrameSlices.SLICE_BYTES_MAX);
                frame.release();
            }
            assertThat(heard).isEqualTo(100_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"81ffffffffffffffffff00", "81ff8000000000000000", "88fe0080", "830141", "c10141", "b10141"})
    void what_no_server_may_send_reaches_the_decoder_which_says_so(String hex) {
        var channel = channel();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> channel.writeInbound(
                        Unpooled.wrappedBuffer(java.util.HexFormat.of().parseHex(hex))))
                .isInstanceOf(CorruptedWebSocketFrameException.class);
    }
}
