package dev.twinlog.sources.otlp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import java.util.concurrent.TimeUnit;

/// How an HTTP/2 request ends that is answered before it has come whole: right behind the answer the client is told
/// that the rest is not wanted (RFC 9113, 8.1: RST_STREAM with NO_ERROR), and a moment later to ask elsewhere (GOAWAY;
/// curl 7.88 forgets an answer that it reads together with one). The server
/// library would wait for the rest for as long as the client likes, or say CANCEL, for which some clients forget the
/// answer.
final class Parting extends Http2ConnectionAdapter {
    private static final AttributeKey<Boolean> WATCHED = AttributeKey.valueOf(Parting.class, "watched");

    private final Http2ConnectionHandler http2;
    private final ChannelHandlerContext context;
    private final Runnable parted;
    private boolean parts;

    private Parting(Http2ConnectionHandler http2, ChannelHandlerContext context, Runnable parted) {
        this.http2 = http2;
        this.context = context;
        this.parted = parted;
    }

    /// Sees to it from now on. To be called on the connection's own thread, once or more.
    ///
    /// @param parted called when the client is told to ask elsewhere
    static void watch(Channel channel, Runnable parted) {
        var context = channel.pipeline().context(Http2ConnectionHandler.class);
        if (context == null || channel.attr(WATCHED).getAndSet(true) != null) return;
        var http2 = (Http2ConnectionHandler) context.handler();
        http2.connection().addListener(new Parting(http2, context, parted));
    }

    /// The answer is written, and waits to be sent: what is written here goes with it.
    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        if (stream.state() != Http2Stream.State.HALF_CLOSED_LOCAL) return;
        var _ = http2.resetStream(context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
        if (parts) return;
        parts = true;
        var _ = context.executor().schedule(this::goAway, OtlpLimits.FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void goAway() {
        parted.run();
        var connection = http2.connection();
        if (connection.goAwaySent()) return;
        int last = connection.remote().lastStreamCreated();
        var _ = http2.goAway(context, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
        context.flush();
    }
}
