package dev.twinlog.sources.appserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts the frames of a WebSocket's messages into fragments of at most 64 KiB, in front of the library's
/// decoder, which holds a frame whole and hangs up on one that is too large. So a message of any size, in
/// however many frames it comes, needs no more memory than its reader gives it. Source: RFC 6455, section
/// 5.2.
final class FrameSlices extends ByteToMessageDecoder {
    static final int SLICE_BYTES_MAX = 64 << 10;

    private static final int FIN = 0x80;
    private static final int RSV = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int SHORT_BYTES = 2;

    /// The first byte of the next slice, without FIN.
    private int head;
    private boolean fin;
    /// Bytes of the frame at hand that have not come; -1: a frame is to begin.
    private long left = -1;
    /// What comes is no WebSocket of a server: the decoder may say why.
    private boolean through;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (left < 0 && !through) begin(in, out);
        // an empty frame has no more bytes to wait for
        if (left == 0 || (left > 0 && in.isReadable())) slice(context, in, out);
        if (through) out.add(in.readRetainedSlice(in.readableBytes()));
    }

    private void begin(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < SHORT_BYTES) return;
        int first = in.getUnsignedByte(in.readerIndex());
        int second = in.getUnsignedByte(in.readerIndex() + 1);
        if ((first & CONTROL) != 0 || (second & MASKED) != 0) control(in, second, out);
        else data(in, first, second & LENGTH);
    }

    /// Whole: it has at most 125 bytes, else it is none.
    private void control(ByteBuf in, int second, List<Object> out) {
        if (second > LENGTH_16 - 1) through = true;
        else if (in.readableBytes() >= SHORT_BYTES + second) out.add(in.readRetainedSlice(SHORT_BYTES + second));
    }

    private void data(ByteBuf in, int first, int length) {
        int extra = length == LENGTH_64 ? Long.BYTES : length == LENGTH_16 ? Short.BYTES : 0;
        if (in.readableBytes() < SHORT_BYTES + extra) return;
        long told = switch (length) {
            case LENGTH_64 -> in.getLong(in.readerIndex() + SHORT_BYTES);
            case LENGTH_16 -> in.getUnsignedShort(in.readerIndex() + SHORT_BYTES);
            default -> length;
        };
        through = told < 0;
        if (through) return;
        in.skipBytes(SHORT_BYTES + extra);
        head = first & (RSV | OPCODE);
        fin = (first & FIN) != 0;
        left = told;
    }

    private void slice(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = (int) Math.min(left, Math.min(in.readableBytes(), SLICE_BYTES_MAX));
        left -= length;
        boolean last = left == 0;
        out.add(header(context, (last && fin ? FIN : 0) | head, length));
        if (length > 0) out.add(in.readRetainedSlice(length));
        head = 0; // what follows is a continuation
        if (last) left = -1;
    }

    private static ByteBuf header(ChannelHandlerContext context, int first, int length) {
        var header = context.alloc().buffer(SHORT_BYTES + Long.BYTES).writeByte(first);
        if (length < LENGTH_16) return header.writeByte(length);
        if (length <= 0xffff) return header.writeByte(LENGTH_16).writeShort(length);
        return header.writeByte(LENGTH_64).writeLong(length);
    }
}
