package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.testkit.Json;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What passes the proxy arrives as it was sent, and stands in the record, in order and by client.
@Timeout(30)
class ControlProxyTest {
    @TempDir
    Path folder;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private Path socket;

    /// Answers `initialize` and `echo`; the answer to `pieces` comes in two frames.
    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            var asked = Json.read(frame.text());
            if (!asked.at("id").there()) return;
            var answer = Json.write(object("id", asked.at("id"), "result", asked.at("params")));
            if (!asked.at("method").text().equals("pieces")) {
                context.writeAndFlush(new TextWebSocketFrame(answer));
                return;
            }
            context.write(new TextWebSocketFrame(false, 0, answer.substring(0, 5)));
            context.writeAndFlush(new ContinuationWebSocketFrame(true, 0, answer.substring(5)));
        }
    }

    @BeforeEach
    void serve() throws Exception {
        var real = folder.resolve("real");
        new ServerBootstrap()
                .group(threads)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1 << 16))
                                .addLast(new WebSocketServerProtocolHandler("/", null, false, 64 << 20))
                                .addLast(new Echo());
                    }
                })
                .bind(UnixDomainSocketAddress.of(real))
                .sync();
        socket = Files.createSymbolicLink(folder.resolve("control.sock"), real);
    }

    @AfterEach
    void end() {
        threads.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void messages_of_both_sides_are_on_record_by_client_and_in_order() throws Exception {
        try (var proxy = ControlProxy.inFrontOf(socket);
                var one = ControlClient.to(socket, "one");
                var two = ControlClient.to(socket, "two")) {
            assertThat(one.ask("echo", object("word", "a")).at("word").text()).isEqualTo("a");
            assertThat(two.ask("echo", object("word", "b")).at("word").text()).isEqualTo("b");
            assertThat(one.ask("pieces", object("word", "c")).at("word").text()).isEqualTo("c");

            assertThat(proxy.saidBy("one"))
                    .extracting(ProxiedMessage::method)
                    .containsExactly("initialize", "initialized", "echo", "pieces");
            assertThat(proxy.messages("two"))
                    .extracting(ProxiedMessage::isAnswer)
                    .containsExactly(false, true, false, false, true);
            assertThat(proxy.await(each -> each.text().contains("\"c\"")).fromClient())
                    .isTrue();
        }
    }

    @Test
    void a_large_message_passes_whole() throws Exception {
        var large = "x".repeat(3_000_000);
        try (var proxy = ControlProxy.inFrontOf(socket);
                var client = ControlClient.to(socket, "large")) {
            assertThat(client.ask("echo", object("word", large)).at("word").text())
                    .isEqualTo(large);
            assertThat(proxy.saidBy("large")
                            .getLast()
                            .json()
                            .at("params", "word")
                            .text())
                    .isEqualTo(large);
        }
    }

    @Test
    void an_answer_of_a_client_would_be_seen() throws Exception {
        var message = new ProxiedMessage(1, true, 0, "{\"id\":0,\"error\":{\"code\":1}}");
        assertThat(message.isAnswer()).isTrue();
        assertThat(message.isRequest()).isFalse();
        assertThat(new ProxiedMessage(1, false, 0, "{\"id\":0,\"method\":\"m\"}").isRequest())
                .isTrue();
    }

    @Test
    void when_it_goes_the_server_has_its_socket_back() throws Exception {
        var before = socket.toRealPath();
        var proxy = ControlProxy.inFrontOf(socket);
        assertThat(socket.toRealPath()).isNotEqualTo(before);
        proxy.close();
        assertThat(socket.toRealPath()).isEqualTo(before);
        try (var client = ControlClient.to(socket, "direct")) {
            assertThat(client.ask("echo", object("word", "a")).at("word").text())
                    .isEqualTo("a");
        }
        assertThat(proxy.record()).isEmpty();
    }

    @Test
    void what_is_no_websocket_is_not_passed_over_in_silence() throws Exception {
        try (var proxy = ControlProxy.inFrontOf(socket);
                var raw = java.nio.channels.SocketChannel.open(UnixDomainSocketAddress.of(socket.toRealPath()))) {
            raw.write(java.nio.ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            raw.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) 0xff, 0x7f, 1, 2, 3, 4}));
            assertThatThrownBy(() -> proxy.await(each -> false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not WebSocket");
        }
    }
}
