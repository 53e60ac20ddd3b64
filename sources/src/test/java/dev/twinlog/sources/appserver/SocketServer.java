package dev.twinlog.sources.appserver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A server of WebSocket on a Unix socket, for one client, which can also misbehave.
final class SocketServer implements AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Channel> client = new CompletableFuture<>();
    private final CompletableFuture<HttpHeaders> request = new CompletableFuture<>();
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final byte[] greeting;

    /// @param greeting bytes that follow the answer to the handshake at once
    SocketServer(Path path, byte... greeting) throws InterruptedException {
        this.greeting = greeting;
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        var config = WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/")
                                .handleCloseFrames(false)
                                .sendCloseFrame(null)
                                .dropPongFrames(false)
                                .maxFramePayloadLength(100 << 20)
                                .build();
                        made.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketServerProtocolHandler(config),
                                        new Hearing());
                    }
                })
                .bind(UnixDomainSocketAddress.of(path))
                .sync();
    }

    private final class Hearing extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof HandshakeComplete done)) return;
            request.complete(done.requestHeaders());
            if (greeting.length > 0) raw(context.channel(), greeting);
            client.complete(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            switch (frame) {
                case TextWebSocketFrame text -> heard.add(text.text());
                case PongWebSocketFrame pong ->
                    heard.add("pong " + pong.content().toString(java.nio.charset.StandardCharsets.UTF_8));
                case CloseWebSocketFrame close -> {
                    heard.add("close " + close.statusCode());
                    context.writeAndFlush(close.retain());
                    context.close();
                }
                default -> heard.add(frame.toString());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            heard.add("gone");
        }
    }

    Channel client() throws Exception {
        return client.get(20, TimeUnit.SECONDS);
    }

    HttpHeaders request() throws Exception {
        return request.get(20, TimeUnit.SECONDS);
    }

    void say(String text) throws Exception {
        say(new TextWebSocketFrame(text));
    }

    void say(WebSocketFrame frame) throws Exception {
        client().writeAndFlush(frame).sync();
    }

    /// Bytes that no encoder sees.
    void raw(byte... bytes) throws Exception {
        var to = client();
        to.eventLoop().submit(() -> raw(to, bytes)).sync();
    }

    private static void raw(Channel to, byte[] bytes) {
        to.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// The header of a frame, as a server writes it.
    static byte[] header(int first, long length) {
        var bytes = java.nio.ByteBuffer.allocate(10)
                .put((byte) first)
                .put((byte) 127)
                .putLong(length);
        return bytes.array();
    }
}
