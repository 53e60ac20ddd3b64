package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Awaited;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Another client of the app-server that terminals share: it asks what a test wants to know, and keeps what it is told.
public final class ControlClient implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 64 << 20;
    private static final int HEAD_BYTES_MAX = 16 << 10;

    private final EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Awaited<List<Json>> heard = new Awaited<>(new ArrayList<>());
    private final Awaited<boolean[]> upgraded = new Awaited<>(new boolean[1]);
    private final AtomicInteger ids = new AtomicInteger();
    private final Channel channel;

    private ControlClient(Path socket) throws IOException {
        var made = new Bootstrap()
                .group(thread)
                .channel(NioDomainSocketChannel.class)
                .handler(new Pipeline())
                .connect(UnixDomainSocketAddress.of(socket))
                .awaitUninterruptibly();
        channel = made.channel();
        if (!made.isSuccess()) {
            end();
            throw new IOException("no connection to " + socket, made.cause());
        }
    }

    /// Connects, and says who it is.
    ///
    /// @param name of the client; the first one of a server is taken for its user
    public static ControlClient to(Path socket, String name)
            throws IOException, InterruptedException, TimeoutException {
        var client = new ControlClient(socket.toRealPath());
        client.upgraded.await(CodexHome.PATIENCE, of -> of[0] ? true : null, () -> "an upgrade to WebSocket");
        var info = object("name", name, "title", name, "version", "1");
        client.ask("initialize", object("clientInfo", info, "capabilities", object("experimentalApi", true)));
        client.tell(object("method", "initialized"));
        return client;
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel to) {
            var config = WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri("ws://localhost/")
                    .maxFramePayloadLength(MESSAGE_BYTES_MAX)
                    .build();
            to.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(HEAD_BYTES_MAX))
                    .addLast(new WebSocketClientProtocolHandler(config))
                    .addLast(new WebSocketFrameAggregator(MESSAGE_BYTES_MAX))
                    .addLast(new Ear());
        }
    }

    private final class Ear extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            var message = Json.read(frame.text());
            heard.change(all -> all.add(message));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE)
                upgraded.change(of -> of[0] = true);
            super.userEventTriggered(context, event);
        }
    }

    /// Asks, and returns the whole answer, which may be an error.
    public Json answer(String method, Map<String, @Nullable Object> params)
            throws InterruptedException, TimeoutException {
        int id = ids.incrementAndGet();
        tell(object("id", id, "method", method, "params", params));
        return await(one -> one.at("id").number() == id && !one.at("method").there());
    }

    /// Asks, and returns the result. Fails when the answer is an error.
    public Json ask(String method, Map<String, @Nullable Object> params) throws InterruptedException, TimeoutException {
        var answer = answer(method, params);
        if (answer.at("error").there()) throw new AssertionError(method + ": " + Json.write(answer.value()));
        return answer.at("result");
    }

    /// The ids of the threads that the server runs.
    public List<String> loaded() throws InterruptedException, TimeoutException {
        return ask("thread/loaded/list", object()).at("data").list().stream()
                .map(Json::text)
                .toList();
    }

    private void tell(Map<String, @Nullable Object> message) {
        channel.writeAndFlush(new TextWebSocketFrame(Json.write(message))).syncUninterruptibly();
    }

    /// What it was told so far.
    public List<Json> heard() {
        return heard.read(List::copyOf);
    }

    /// The first message told that fits.
    public Json await(Predicate<Json> fits) throws InterruptedException, TimeoutException {
        return heard.await(
                CodexHome.PATIENCE,
                all -> all.stream().filter(fits).findFirst().orElse(null),
                () -> "such a message to a client; it heard " + heard());
    }

    /// The first notification, or request of the server, of a method.
    public Json await(String method) throws InterruptedException, TimeoutException {
        return await(one -> one.at("method").text().equals(method));
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        end();
    }

    private void end() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
