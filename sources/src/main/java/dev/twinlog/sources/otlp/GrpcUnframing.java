package dev.twinlog.sources.otlp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The one message of a unary gRPC call: a byte that says whether it is packed, its length in four, and the
/// message.
final class GrpcUnframing implements Unpacking {
    static final int PREFIX_BYTES = 5;

    private final Pieces plain;
    private final @Nullable Gunzip packed;
    private final int bytesMax;
    private final ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES);
    private @Nullable Unpacking message;
    private int missing;

    /// @param packed   for a packed message; null when the call names no packing
    /// @param bytesMax of the message as it is sent
    GrpcUnframing(Pieces plain, @Nullable Gunzip packed, int bytesMax) {
        this.plain = plain;
        this.packed = packed;
        this.bytesMax = bytesMax;
    }

    @Override
    public void take(byte[] piece, int from, int length) throws Refused, InterruptedException {
        int head = Math.min(prefix.remaining(), length);
        prefix.put(piece, from, head);
        if (prefix.hasRemaining()) return;
        if (message == null) message = begin();
        int rest = length - head;
        if (rest > missing) throw malformed("more bytes came than its one message has");
        missing -= rest;
        if (rest > 0) message.take(piece, from + head, rest);
    }

    private Unpacking begin() throws Refused {
        if (prefix.get(0) != 0 && prefix.get(0) != 1) throw malformed("its first byte must be 0 or 1");
        missing = prefix.getInt(1);
        if (missing < 0 || missing > bytesMax)
            throw new Refused(
                    Reason.TOO_LARGE,
                    "a message may have " + bytesMax + " bytes, this one says " + Integer.toUnsignedLong(missing)
                            + "; send fewer records at once");
        if (prefix.get(0) == 0) return plain;
        if (packed == null) throw malformed("the message is packed, and grpc-encoding does not say how");
        return packed;
    }

    private static Refused malformed(String what) {
        return new Refused(Reason.MALFORMED, "the call is not framed as gRPC: " + what);
    }

    @Override
    public byte[] end() throws Refused, InterruptedException {
        if (message == null || missing != 0) throw malformed("its end is missing");
        return message.end();
    }

    @Override
    public void close() {
        if (packed != null) packed.close();
    }
}
