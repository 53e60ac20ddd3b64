package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketWireTest {
    private static final int FIN_TEXT = 0x81;

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private @Nullable SocketServer server;
    private @Nullable SocketWire wire;

    @AfterEach
    void end() {
        if (wire != null) wire.close();
        if (server != null) server.close();
    }

    private SocketWire open(byte... greeting) throws Exception {
        var path = folder.resolve("s");
        server = new SocketServer(path, greeting);
        wire = SocketWire.connect(path, heard, Heard.PATIENCE);
        return wire;
    }

    private void awaitServer(String what) {
        Awaitility.await().atMost(Heard.PATIENCE).until(() -> server.heard.contains(what));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messages_go_both_ways_and_what_is_sent_stays_as_it_was() throws Exception {
        var message = utf8("{\"id\":1,\"x\":\"ä\"}");
        var copy = message.clone();
        open().send(message);
        awaitServer("{\"id\":1,\"x\":\"ä\"}");
        assertThat(message).isEqualTo(copy);
        server.say("{\"id\":1}");
        server.say("ö");
        heard.awaitText("ö"::equals);
        assertThat(heard.texts()).containsExactly("{\"id\":1}", "ö");
    }

    @Test
    void the_handshake_has_no_origin() throws Exception {
        open();
        assertThat(server.request().contains("origin")).isFalse();
        assertThat(server.request().contains("sec-websocket-origin")).isFalse();
        assertThat(server.request().get("sec-websocket-extensions")).isNull();
        assertThat(server.request().get("host")).isEqualTo("localhost");
    }

    @Test
    void what_follows_the_handshake_at_once_is_heard() throws Exception {
        open((byte) FIN_TEXT, (byte) 2, (byte) '{', (byte) '}');
        heard.awaitText("{}"::equals);
    }

    @Test
    void fragments_are_put_together_with_pings_between_them() throws Exception {
        open();
        server.say(new TextWebSocketFrame(false, 0, "{\"a\":"));
        server.say(new PingWebSocketFrame(Unpooled.copiedBuffer("hi", StandardCharsets.UTF_8)));
        server.say(new ContinuationWebSocketFrame(false, 0, "\"b"));
        server.say(new ContinuationWebSocketFrame(true, 0, "\"}"));
        heard.awaitText("{\"a\":\"b\"}"::equals);
        awaitServer("pong hi");
        assertThat(heard.texts()).hasSize(1);
    }

    @Test
    void a_message_of_64_mib_is_heard_and_a_larger_one_is_told_and_passed_over() throws Exception {
        open();
        var piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        server.raw(SocketServer.header(FIN_TEXT, 64L << 20));
        for (int i = 0; i < 64; i++) server.raw(piece.clone());
        server.raw(SocketServer.header(FIN_TEXT, (64L << 20) + 1));
        for (int i = 0; i < 64; i++) server.raw(piece.clone());
        server.raw((byte) 'x');
        server.say("after");
        heard.awaitText("after"::equals);
        assertThat(heard.bytes()).hasSize(2);
        assertThat(heard.bytes().getFirst()).hasSize(64 << 20);
        assertThat(heard.unfit())
                .singleElement()
                .asString()
                .startsWith("it has 67108865 bytes; at most 67108864 are taken | xxx");
        assertThat(heard.isClosed()).isFalse();
    }

    @Test
    void many_fragments_that_are_too_large_together_are_passed_over_too() throws Exception {
        open();
        var piece = new byte[16 << 20];
        Arrays.fill(piece, (byte) 'y');
        server.say(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(piece.clone())));
        for (int i = 0; i < 4; i++)
            server.say(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(piece.clone())));
        server.say(new ContinuationWebSocketFrame(true, 0, ""));
        server.say("after");
        heard.awaitText("after"::equals);
        assertThat(heard.unfit()).singleElement().asString().startsWith("it has " + 5L * (16 << 20) + " bytes");
    }

    @Test
    void what_is_no_utf_8_or_binary_is_told_and_the_link_stays_up() throws Exception {
        open();
        server.raw((byte) FIN_TEXT, (byte) 2, (byte) 0xc3, (byte) '(');
        server.say(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {'b'})));
        server.say("after");
        heard.awaitText("after"::equals);
        assertThat(heard.unfit()).containsExactly("it is not UTF-8 | \uFFFD(", "it is binary, not text | b");
        assertThat(heard.isClosed()).isFalse();
    }

    @Test
    void a_character_may_lie_across_two_fragments() throws Exception {
        open();
        server.raw((byte) 0x01, (byte) 1, (byte) 0xc3, (byte) 0x80, (byte) 1, (byte) 0xa4);
        heard.awaitText("ä"::equals);
        assertThat(heard.unfit()).isEmpty();
    }

    @Test
    void a_farewell_of_the_server_is_answered_and_its_reason_told() throws Exception {
        open();
        server.say(new CloseWebSocketFrame(1001, "going away"));
        assertThat(heard.awaitClosed()).contains("the server closed the link: 1001 going away");
        awaitServer("close 1001");
        assertThatThrownBy(() -> wire.send(utf8("{}"))).isInstanceOf(IOException.class);
    }

    @Test
    void a_server_that_hangs_up_is_told() throws Exception {
        open();
        server.client().close().sync();
        assertThat(heard.awaitClosed()).contains("the server hung up");
    }

    @Test
    void our_farewell_ends_the_link_and_its_threads() throws Exception {
        open().close();
        assertThat(heard.awaitClosed()).isEmpty();
        awaitServer("close 1000");
        assertThatThrownBy(() -> wire.send(utf8("{}"))).hasMessageContaining("closed");
        Awaitility.await()
                .atMost(Heard.PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("codex socket")));
    }

    @Test
    void a_farewell_that_is_not_answered_ends_the_link_a_second_later() throws Exception {
        open();
        server.client().config().setAutoRead(false);
        wire.close();
        assertThat(heard.awaitClosed()).isEmpty();
    }

    @Test
    void bytes_that_are_no_websocket_break_the_link() throws Exception {
        open();
        server.raw((byte) 0x83, (byte) 0x01, (byte) 'x');
        assertThat(heard.awaitClosed()).isPresent();
    }

    @Test
    void a_masked_frame_of_the_server_breaks_the_link() throws Exception {
        open();
        server.raw((byte) FIN_TEXT, (byte) 0x81, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 'x');
        assertThat(heard.awaitClosed()).isPresent();
    }

    @Test
    void a_server_that_does_not_read_breaks_the_link_when_the_outbox_is_full() throws Exception {
        open();
        server.client().config().setAutoRead(false);
        var message = new byte[1 << 20];
        Arrays.fill(message, (byte) 'x');
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) wire.send(message);
                })
                .isInstanceOf(IOException.class);
        assertThat(heard.awaitClosed()).contains(SocketWire.NOT_READING);
    }

    @Test
    void while_a_listener_takes_its_time_pings_are_answered_and_the_server_is_made_to_wait() throws Exception {
        open();
        var gate = heard.shut();
        server.say("first");
        server.say(new PingWebSocketFrame(Unpooled.copiedBuffer("1", StandardCharsets.UTF_8)));
        awaitServer("pong 1");
        var piece = "y".repeat(100_000);
        for (int i = 0; i < 300; i++) server.client().writeAndFlush(new TextWebSocketFrame(piece));
        Awaitility.await().atMost(Heard.PATIENCE).until(() -> !server.client().isWritable());
        assertThat(server.client().bytesBeforeWritable()).isGreaterThan(20_000_000);
        gate.countDown();
        Awaitility.await().atMost(Heard.PATIENCE).until(() -> heard.texts().size() == 301);
    }

    @Test
    void a_path_that_is_too_long_for_the_system_is_reached_and_leaves_nothing_behind() throws Exception {
        var deep = Files.createDirectories(folder.resolve("d".repeat(120)));
        server = new SocketServer(folder.resolve("s"));
        var link = Files.createSymbolicLink(deep.resolve("s"), folder.resolve("s"));
        wire = SocketWire.connect(link, heard, Heard.PATIENCE);
        wire.send(utf8("{}"));
        awaitServer("{}");
        Path shortened;
        try (var place = ReachablePath.of(link)) {
            shortened = place.path();
            assertThat(shortened.toString().length()).isLessThanOrEqualTo(ReachablePath.PATH_BYTES_MAX);
            assertThat(shortened).isSymbolicLink();
        }
        assertThat(shortened.getParent()).doesNotExist();
    }

    @Test
    void nobody_there_is_said_with_the_path() {
        assertThatThrownBy(() -> SocketWire.connect(folder.resolve("none"), heard, Heard.PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no link to " + folder.resolve("none"));
        awaitNoThreads();
    }

    private static void awaitNoThreads() {
        Awaitility.await()
                .atMost(Heard.PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("codex socket")));
    }

    /// Answers one request, and hangs up.
    private static void answer(ServerSocketChannel server, String text) {
        try (var client = server.accept()) {
            client.read(ByteBuffer.allocate(4096));
            client.write(ByteBuffer.wrap(utf8(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_refused_handshake_is_said_with_its_status() throws Exception {
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            Thread.ofVirtual().start(() -> answer(other, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
            assertThatThrownBy(() -> SocketWire.connect(folder.resolve("s"), heard, Heard.PATIENCE))
                    .hasMessageContaining("403");
        }
    }

    @Test
    void one_that_speaks_something_else_or_hangs_up_is_refused() throws Exception {
        for (var answer : new String[] {"SSH-2.0-x\r\n\r\n", ""}) {
            var path = folder.resolve("s" + answer.length());
            try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                other.bind(UnixDomainSocketAddress.of(path));
                Thread.ofVirtual().start(() -> answer(other, answer));
                assertThatThrownBy(() -> SocketWire.connect(path, heard, Heard.PATIENCE))
                        .as(answer)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no link to");
            }
        }
    }

    @Test
    void one_that_does_not_answer_is_given_up_after_the_patience() throws Exception {
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertThatThrownBy(() -> SocketWire.connect(folder.resolve("s"), heard, Duration.ofMillis(100)))
                    .hasMessageContaining("no answer within 100 ms");
        }
        awaitNoThreads();
    }
}
