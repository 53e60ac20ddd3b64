package dev.twinlog.sources.transcripts;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the reading thread: changes in order, and wishes of other threads. When changes come
/// faster than they are taken and there is no more room, they are thrown away and an overflow is told instead.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final int changesMax;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final List<Wish> wishes = new ArrayList<>();
    private boolean overflow;
    private boolean woken;
    private volatile boolean waiting;

    Inbox(int changesMax) {
        this.changesMax = changesMax;
    }

    /// What was waiting, all at once.
    record Content(List<Change> changes, List<Wish> wishes, boolean overflow) {}

    void put(Change change) {
        lock.lock();
        try {
            if (changes.size() >= changesMax) drop();
            else changes.add(change);
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void drop() {
        changes.clear();
        overflow = true;
    }

    /// Events were lost.
    void overflow() {
        lock.lock();
        try {
            drop();
            wake();
        } finally {
            lock.unlock();
        }
    }

    void put(Wish wish) {
        lock.lock();
        try {
            wishes.add(wish);
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Ends a wait with nothing.
    void nudge() {
        lock.lock();
        try {
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        woken = true;
        waiting = true;
        filled.signal();
    }

    /// Whether something waits: cheap, for any thread.
    boolean waiting() {
        return waiting;
    }

    Content take() {
        lock.lock();
        try {
            var content = new Content(List.copyOf(changes), List.copyOf(wishes), overflow);
            changes.clear();
            wishes.clear();
            overflow = false;
            woken = false;
            waiting = false;
            return content;
        } finally {
            lock.unlock();
        }
    }

    /// Returns when something waits, or after this long.
    void await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (!woken && nanos > 0) nanos = filled.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }
}
