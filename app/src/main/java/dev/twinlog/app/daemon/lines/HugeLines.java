package dev.twinlog.app.daemon.lines;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets one huge line at a time be whole in memory, in the whole process: settling, checks, rebuilding and
/// explaining read lines beside one another, and the heap has room for one. Whoever holds it only reads a
/// line: it waits for nobody.
final class HugeLines {
    /// A line that has grown beyond this is huge.
    static final int BYTES_MIN = LineAssembler.GROWING_BYTES_MAX;

    /// The one of this process, as its heap is one.
    static final HugeLines OF_PROCESS = new HugeLines();

    private final ReentrantLock one = new ReentrantLock(true);

    /// Does work that makes a huge line whole and lets go of it, alone, and gives what came of it.
    <T> T alone(Supplier<T> reading) {
        one.lock();
        try {
            return reading.get();
        } finally {
            one.unlock();
        }
    }

    /// Whether the current thread reads one.
    boolean isHeldHere() {
        return one.isHeldByCurrentThread();
    }
}
