package dev.twinlog.sources.appserver;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// WebSocket over a Unix socket: one text message for each JSON-RPC message. Netty speaks it, on one thread
/// for each link; another thread tells the listener, so that a slow one delays neither answers to pings nor
/// what is sent. Both end with the link.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, and that is told
final class SocketWire implements Wire {
    static final String NOT_READING =
            "the server does not read: more than " + OUTBOX_BYTES_MAX + " bytes wait to be sent";
    private static final URI ADDRESS = URI.create("ws://localhost/");
    private static final int HANDSHAKE_BYTES_MAX = 64 << 10;
    /// How long the other side may take to answer a farewell.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("codex socket", true), NioIoHandler.newFactory());
    private final CompletableFuture<Void> handshake = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Channel channel;
    private final SocketInbox inbox;

    private SocketWire(Bootstrap bootstrap) {
        var made = bootstrap.group(loop).register().syncUninterruptibly();
        channel = made.channel();
        inbox = new SocketInbox(channel);
    }

    /// Connects, and does the handshake of WebSocket.
    ///
    /// @param socket   as {@link ControlSocket} found it
    /// @param patience for all of it
    /// @throws IOException when nobody answers, or somebody who does not speak WebSocket: what, where, why
    static SocketWire connect(Path socket, Listener listener, Duration patience)
            throws IOException, InterruptedException {
        var wire = new SocketWire(bootstrap());
        try (var place = ReachablePath.of(socket)) {
            wire.channel.eventLoop().submit(wire::furnish).get();
            wire.channel.connect(UnixDomainSocketAddress.of(place.path())).addListener(connecting -> {
                if (!connecting.isSuccess()) wire.handshake.completeExceptionally(connecting.cause());
            });
            wire.handshake.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            wire.abandon();
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("no link to " + socket + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            wire.abandon();
            throw new IOException("no link to " + socket + ": no answer within " + patience.toMillis() + " ms", e);
        } catch (IOException | InterruptedException e) {
            wire.abandon();
            throw e;
        }
        Thread.ofVirtual().name("codex socket listener").start(() -> wire.tell(new Telling(listener)));
        return wire;
    }

    private static Bootstrap bootstrap() {
        return new Bootstrap()
                .channel(NioDomainSocketChannel.class)
                // on the heap, which is bounded
                .option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(0, OUTBOX_BYTES_MAX))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(HANDSHAKE_BYTES_MAX));
                    }
                });
    }

    private void furnish() {
        var config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(ADDRESS)
                // Codex answers 403 to a request with an Origin
                .generateOriginHeader(false)
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .maxFramePayloadLength(FrameSlices.SLICE_BYTES_MAX)
                // what is no UTF-8 is told, and breaks no link
                .withUTF8Validator(false)
                .handshakeTimeoutMillis(TimeUnit.HOURS.toMillis(1))
                .build();
        channel.pipeline().addLast(new WebSocketClientProtocolHandler(config), new SocketReader(inbox, handshake));
    }

    private void abandon() {
        channel.close();
        endLoop();
    }

    private void endLoop() {
        loop.shutdownGracefully(0, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tell(Telling telling) {
        var end = "what the server said could not be taken"; // by a listener that fails
        try {
            var item = inbox.take();
            for (; !(item instanceof SocketInbox.Item.End); item = inbox.take()) {
                tell(telling, item);
                inbox.taken(item);
            }
            end = ((SocketInbox.Item.End) item).why();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.close();
            endLoop();
            telling.closed(closed.get() ? null : end);
        }
    }

    private static void tell(Telling telling, SocketInbox.Item item) {
        switch (item) {
            case SocketInbox.Item.Message(var message) -> telling.message(message);
            case SocketInbox.Item.TooLarge(var bytes, var beginning) -> telling.tooLarge(bytes, beginning);
            case SocketInbox.Item.Unfit(var why, var beginning) -> telling.unfit(why, beginning);
            case SocketInbox.Item.End _ -> {} // told by the caller, once
        }
    }

    @Override
    public void send(byte[] json) throws IOException {
        if (closed.get() || !channel.isActive()) throw new IOException("the link to the server is closed");
        if (!channel.isWritable()) throw new IOException(NOT_READING);
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(json)));
    }

    /// Says farewell, and hangs up when it was answered, or a second later.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        try {
            loop.execute(this::farewell);
        } catch (RejectedExecutionException e) {
            // the link has ended by itself, and its thread with it
        }
    }

    private void farewell() {
        channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        channel.eventLoop().schedule(() -> channel.close(), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
