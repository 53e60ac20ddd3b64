package dev.twinlog.app.daemon;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A long line that has begun, outside of the heap: it may be a third of that, and how long it will be is not known
/// before its newline. Then it takes as much heap as it is long, and no more.
final class LongLine {
    /// A piece of this many bytes is taken whenever the last one is full.
    static final int PIECE_BYTES = 4 * 1024 * 1024;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int length;

    /// Bytes that it holds.
    int length() {
        return length;
    }

    /// Takes `[from, to)` of a buffer.
    void add(byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            var piece = room();
            int taken = Math.min(piece.remaining(), to - at);
            piece.put(bytes, at, taken);
            at += taken;
        }
        length += to - from;
    }

    private ByteBuffer room() {
        if (pieces.isEmpty() || !pieces.getLast().hasRemaining()) pieces.add(ByteBuffer.allocateDirect(PIECE_BYTES));
        return pieces.getLast();
    }

    /// All that it holds, in one.
    byte[] whole() {
        var whole = new byte[length];
        int at = 0;
        for (var piece : pieces) {
            piece.get(0, whole, at, piece.position());
            at += piece.position();
        }
        return whole;
    }
}
