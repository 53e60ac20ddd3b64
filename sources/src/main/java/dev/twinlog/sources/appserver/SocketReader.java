package dev.twinlog.sources.appserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Puts the messages of a WebSocket together. Used by the event loop alone.
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, and that is told
final class SocketReader extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int REASON_CHARACTERS_MAX = 200;

    private final SocketInbox inbox;
    private final CompletableFuture<Void> handshake;
    private final Gathered message = new Gathered(Wire.FRAME_BYTES_MAX);
    private boolean text;
    private @Nullable String why;

    /// @param handshake is completed when messages may be sent
    SocketReader(SocketInbox inbox, CompletableFuture<Void> handshake) {
        this.inbox = inbox;
        this.handshake = handshake;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            context.pipeline().addBefore("ws-decoder", "slices", new FrameSlices());
            handshake.complete(null);
        }
        super.userEventTriggered(context, event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame begun -> begin(true, begun);
            case BinaryWebSocketFrame begun -> begin(false, begun);
            case ContinuationWebSocketFrame more -> add(more);
            case CloseWebSocketFrame farewell -> close(context, farewell);
            default -> {} // pongs; pings were answered before
        }
    }

    private void begin(boolean ofText, WebSocketFrame frame) {
        text = ofText;
        message.clear();
        add(frame);
    }

    private void add(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        if (content.hasArray())
            message.add(content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes());
        else message.add(ByteBufUtil.getBytes(content), 0, content.readableBytes());
        if (!frame.isFinalFragment()) return;
        inbox.put(item());
        message.clear();
    }

    private SocketInbox.Item item() {
        if (!message.complete())
            return new SocketInbox.Item.TooLarge(message.whole(), message.first(Telling.QUOTED_BYTES));
        if (!text) return new SocketInbox.Item.Unfit("it is binary, not text", message.first(Telling.QUOTED_BYTES));
        return new SocketInbox.Item.Message(message.first(message.length()));
    }

    private void close(ChannelHandlerContext context, CloseWebSocketFrame farewell) {
        var reason = farewell.reasonText();
        int shown = Math.min(reason.length(), REASON_CHARACTERS_MAX);
        because("the server closed the link: " + farewell.statusCode() + " " + reason.substring(0, shown));
        context.writeAndFlush(farewell.retain()).addListener(ChannelFutureListener.CLOSE);
    }

    /// The first reason is the cause of those that follow.
    private void because(String reason) {
        if (why == null) why = reason.strip();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) return;
        because(SocketWire.NOT_READING);
        context.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        because(words);
        handshake.completeExceptionally(cause);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        because("the server hung up");
        handshake.completeExceptionally(new IOException(why));
        inbox.put(new SocketInbox.Item.End(why));
    }
}
