package dev.twinlog.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The end of the journal, which readers wait at.
final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long end;
    private volatile boolean closed;
    private long wakes;

    Arrivals(long end) {
        this.end = end;
    }

    long end() {
        return end;
    }

    boolean closed() {
        return closed;
    }

    void moveTo(long position) {
        end = position;
        wakeAll();
    }

    void close() {
        closed = true;
        wakeAll();
    }

    /// Makes those who wait return.
    void wake() {
        lock.lock();
        try {
            wakes++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns true when a record stands at or after the position, false when none came in time, the journal
    /// closed, or somebody woke the waiting.
    boolean awaitAt(long position, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = wakes;
            while (end <= position && !closed && wakes == before) {
                if (nanos <= 0) return false;
                nanos = moved.awaitNanos(nanos);
            }
            return end > position;
        } finally {
            lock.unlock();
        }
    }
}
