package dev.twinlog.journal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest records as they were appended, for readers close behind the writer. Safe for use by many threads.
final class MemoryTail {
    /// What a record costs beside its payload, estimated.
    static final int OVERHEAD_BYTES = 128;

    private final int bytesMax;
    private final ArrayDeque<JournalRecord> order = new ArrayDeque<>();
    private final Map<Long, JournalRecord> byPosition = new HashMap<>();
    private long bytes;

    MemoryTail(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized void add(JournalRecord record) {
        if (cost(record) > bytesMax) return;
        order.add(record);
        byPosition.put(record.position(), record);
        bytes += cost(record);
        while (bytes > bytesMax) dropOldest();
    }

    private void dropOldest() {
        var oldest = order.remove();
        byPosition.remove(oldest.position());
        bytes -= cost(oldest);
    }

    synchronized @Nullable JournalRecord get(long position) {
        return byPosition.get(position);
    }

    /// Lets go of records before a position, whose class may have expired.
    synchronized void dropBefore(long position) {
        while (!order.isEmpty() && order.element().position() < position) dropOldest();
    }

    /// Lets go of all.
    synchronized void clear() {
        order.clear();
        byPosition.clear();
        bytes = 0;
    }

    synchronized long bytes() {
        return bytes;
    }

    private static long cost(JournalRecord record) {
        return (long) record.payload().length + OVERHEAD_BYTES;
    }
}
