package dev.twinlog.app.daemon.lines;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;

/// A long line that has begun, outside of the heap: it may be a third of that, and how long it will be is
/// not known before its newline. Then it takes as much heap as it is long, and no more. Its memory goes
/// back at once when it is closed, and some time later when it is forgotten. For one thread.
final class LongLine implements AutoCloseable {
    /// A piece of this many bytes is taken whenever the last one is full.
    static final int PIECE_BYTES = 4 * 1024 * 1024;

    private static final Cleaner CLEANER = Cleaner.create();

    private final List<MemorySegment> pieces = new ArrayList<>();
    private final Memory memory = new Memory();
    private final Cleaner.Cleanable end = CLEANER.register(this, memory);
    private int length;

    /// What outlives a line that nobody closes.
    private static final class Memory implements Runnable {
        private final Arena arena = Arena.ofShared();

        @Override
        public void run() {
            arena.close();
        }
    }

    /// Bytes that it holds.
    int length() {
        return length;
    }

    /// Takes `[from, to)` of a buffer.
    void add(byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            int filled = length % PIECE_BYTES;
            if (filled == 0) pieces.add(memory.arena.allocate(PIECE_BYTES));
            int taken = Math.min(PIECE_BYTES - filled, to - at);
            MemorySegment.copy(bytes, at, pieces.getLast(), ValueLayout.JAVA_BYTE, filled, taken);
            at += taken;
            length += taken;
        }
    }

    /// All that it holds, in one.
    byte[] whole() {
        var whole = new byte[length];
        for (int i = 0; i < pieces.size(); i++) {
            int at = i * PIECE_BYTES;
            MemorySegment.copy(pieces.get(i), ValueLayout.JAVA_BYTE, 0, whole, at, Math.min(PIECE_BYTES, length - at));
        }
        return whole;
    }

    @Override
    public void close() {
        end.clean();
        pieces.clear();
        length = 0;
    }
}
