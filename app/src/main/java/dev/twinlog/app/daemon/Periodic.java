package dev.twinlog.app.daemon;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Work that is done now and then on a thread of its own, until it is closed. What is done each second has a platform
/// thread: a virtual one costs three wake-ups each time, of the timer's thread twice and of its carrier
/// (docs/decisions/0027-capture-mode.md).
final class Periodic implements AutoCloseable {
    /// One turn of the work.
    @FunctionalInterface
    interface Work {
        /// @return how long to wait before the next turn
        Duration turn() throws InterruptedException;
    }

    private final Thread.Builder threads;
    private final Work work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ending = lock.newCondition();
    private @Nullable Thread thread;
    private boolean woken;
    private volatile boolean closed;

    Periodic(Thread.Builder threads, Work work) {
        this.threads = threads;
        this.work = work;
    }

    /// Does the first turn soon.
    void start() {
        thread = threads.start(this::run);
    }

    private void run() {
        try {
            while (!closed) pause(work.turn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && !woken && left > 0) left = ending.awaitNanos(left);
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /// Has the next turn begin soon: at once, or when the one under way has ended. For any thread.
    void wake() {
        lock.lock();
        try {
            woken = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a turn under way should come to its end.
    boolean closed() {
        return closed;
    }

    /// Returns when the turn under way has ended; no other begins.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread != null) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
