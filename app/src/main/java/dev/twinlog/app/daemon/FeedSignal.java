package dev.twinlog.app.daemon;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those who wait for news; what is new they find out by themselves.
final class FeedSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private volatile long rings;

    void ring() {
        lock.lock();
        try {
            rings++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often it was rung.
    long rings() {
        return rings;
    }

    /// Waits until it was rung more often; false when the time was over before.
    boolean await(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (rings == seen && left > 0) left = rung.awaitNanos(left);
            return rings != seen;
        } finally {
            lock.unlock();
        }
    }
}
