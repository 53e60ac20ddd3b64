package dev.twinlog.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The end of the journal, which readers wait at.
final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long end;
    private volatile boolean closed;

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

    private void wakeAll() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns true when a record stands at or after the position, false when none came in time or the
    /// journal closed.
    boolean awaitAt(long position, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (end <= position && !closed) {
                if (nanos <= 0) return false;
                nanos = moved.awaitNanos(nanos);
            }
            return end > position;
        } finally {
            lock.unlock();
        }
    }
}
