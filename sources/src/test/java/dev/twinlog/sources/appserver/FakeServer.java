package dev.twinlog.sources.appserver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The app-server of the user's Codex at its control socket: it answers as Codex does, and remembers what it was told.
final class FakeServer implements AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    /// Results by method; what has none here is not answered.
    final Map<String, String> results = new ConcurrentHashMap<>(new TreeMap<>(Map.of(
            "initialize", "{\"userAgent\":\"fake/0.169.0\"}",
            "account/read", "{\"account\":{\"type\":\"chatgpt\"},\"requiresOpenaiAuth\":true}",
            "thread/loaded/list", "{\"data\":[],\"nextCursor\":null}",
            "thread/resume", "{\"thread\":{\"id\":\"t1\"}}",
            "thread/unsubscribe", "{}")));
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Path path;

    FakeServer(Path codexHome) throws IOException, InterruptedException {
        path = Files.createDirectories(codexHome.resolve("app-server-control")).resolve("app-server-control.sock");
        Files.deleteIfExists(path);
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketServerProtocolHandler("/"),
                                        new Answering());
                    }
                })
                .bind(UnixDomainSocketAddress.of(path))
                .sync();
    }

    private final class Answering extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            clients.add(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            heard.add(frame.text());
            if (!(Messages.parse(frame.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    instanceof Incoming.ServerRequest asked)) return;
            var result = results.get(asked.method());
            if (result == null) return;
            context.writeAndFlush(
                    new TextWebSocketFrame("{\"id\":" + asked.id().json() + ",\"result\":" + result + "}"));
        }
    }

    /// Tells all clients.
    void say(String message) {
        clients.writeAndFlush(new TextWebSocketFrame(message)).syncUninterruptibly();
    }

    long told(String method) {
        return heard.stream()
                .filter(message -> message.contains("\"method\":\"" + method + "\""))
                .count();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        clients.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
