package dev.twinlog.sources.otlp;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/// How long one request still waits, for room and for the journal together. For the thread of that request.
final class Patience {
    private long left;

    Patience(Duration hold) {
        left = hold.toNanos();
    }

    boolean isOver() {
        return left <= 0;
    }

    /// Waits for a signal, at most for what is left. The caller holds the lock, and looks again in a loop.
    @SuppressWarnings("WaitNotInLoop")
    void await(Condition signal) throws InterruptedException {
        left = signal.awaitNanos(left);
    }
}
