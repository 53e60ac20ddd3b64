package dev.twinlog.app.daemon.feed;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those who wait for news; what is new they find out by themselves.
final class FeedSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final AtomicLong rings = new AtomicLong();

    void ring() {
        lock.lock();
        try {
            rings.incrementAndGet();
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often it was rung.
    long rings() {
        return rings.get();
    }

    /// Waits until it was rung more often; false when the time was over before.
    boolean await(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (rings.get() == seen && left > 0) left = rung.awaitNanos(left);
            return rings.get() != seen;
        } finally {
            lock.unlock();
        }
    }
}
