package dev.twinlog.sources.otlp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How an HTTP/2 request ends that is answered before it has come whole: the client is told that the rest is not wanted
/// (RFC 9113, 8.1: RST_STREAM with NO_ERROR), and to ask elsewhere (GOAWAY). The server library would wait for the rest
/// for as long as the client likes, or say CANCEL, for which some clients forget the answer. Each word has a moment of
/// its own: curl 7.88 forgets an answer that it reads together with either.
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

    /// The answer is written. From now on what comes is ignored, and no other reset is sent.
    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        if (stream.state() != Http2Stream.State.HALF_CLOSED_LOCAL) return;
        stream.resetSent();
        later(() -> reset(stream), OtlpLimits.ANSWER_AHEAD);
        if (parts) return;
        parts = true;
        later(this::goAway, OtlpLimits.FAREWELL);
    }

    private void later(Runnable work, Duration delay) {
        var _ = context.executor().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void reset(Http2Stream stream) {
        if (!context.channel().isActive() || stream.state() == Http2Stream.State.CLOSED) return;
        var writer = http2.encoder().frameWriter();
        var sent = writer.writeRstStream(context, stream.id(), Http2Error.NO_ERROR.code(), context.newPromise());
        http2.closeStream(stream, sent);
        context.flush();
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
