package dev.twinlog.app.daemon;

import java.util.function.LongSupplier;

/// Keeps the heap small although it may grow. The largest heap is chosen so that the longest line has room
/// beside all else; the collector, left alone, takes all of that before it collects the old generation,
/// even when nearly all of it is garbage. So whoever settles much has it collected when the heap has grown
/// beyond what usual work needs. For one thread.
final class HeapBound {
    /// Heap that usual work, an import too, needs at most.
    static final long USUAL_BYTES = 176L << 20;
    /// A collection leaves room, a share of what is alive. When that is used up and the heap has grown by
    /// this beyond what the last collection left, the next one is due.
    static final long GROWN_BYTES = 4L << 20;

    private final LongSupplier committed;
    private final Runnable collect;
    private long left;

    HeapBound() {
        this(() -> Runtime.getRuntime().totalMemory(), System::gc);
    }

    /// @param committed bytes that the heap takes now
    /// @param collect   collects all of it and gives back what is free
    HeapBound(LongSupplier committed, Runnable collect) {
        this.committed = committed;
        this.collect = collect;
    }

    /// Collects when it is due; to be asked after each piece of work.
    void keep() {
        long now = committed.getAsLong();
        if (now <= USUAL_BYTES || now < left + GROWN_BYTES) return;
        collect.run();
        left = committed.getAsLong();
    }
}
