package dev.twinlog.sources.otlp;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The way to the journal: shut until it is open, and whenever it takes nothing. Requests wait at a shut
/// gate, which is better than to refuse them, since agents drop what is refused. Safe for use by many
/// threads.
final class SinkGate {
    private final int waitingMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile @Nullable OtlpSink sink;
    private String shutBecause = "starting";
    private boolean ended;
    private int waiting;

    /// @param waitingMax how many may wait at once
    SinkGate(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    void open(OtlpSink to) {
        lock.lock();
        try {
            sink = to;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void shut(String reason) {
        lock.lock();
        try {
            sink = null;
            shutBecause = reason;
        } finally {
            lock.unlock();
        }
    }

    /// Shuts it for good: nobody waits any more.
    void end() {
        lock.lock();
        try {
            shutBecause = "stopping";
            sink = null;
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        return sink != null;
    }

    /// The sink, as soon as the gate is open.
    ///
    /// @throws Refused when it did not open in time, or too many wait
    OtlpSink pass(Patience patience) throws Refused, InterruptedException {
        var open = sink;
        return open != null ? open : await(patience);
    }

    private OtlpSink await(Patience patience) throws Refused, InterruptedException {
        lock.lock();
        try {
            if (sink == null && waiting >= waitingMax)
                throw new Refused(Reason.OVERLOADED, "too many requests wait; send it again later");
            waiting++;
            try {
                return awaitOpen(patience);
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private OtlpSink awaitOpen(Patience patience) throws Refused, InterruptedException {
        while (true) {
            var open = sink;
            if (open != null) return open;
            if (ended || patience.isOver())
                throw new Refused(
                        Reason.CLOSED,
                        "Twinlog keeps nothing now (" + shutBecause
                                + "); `twinlog status` says more, send it again later");
            patience.await(moved);
        }
    }

    /// How many wait.
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
