package dev.twinlog.sources.otlp;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The memory that bodies may take, all together. Bodies take of it as they arrive, so that a promise of
/// much takes nothing; who finds none waits for others to give back theirs. Safe for use by many threads.
final class Room {
    private final long bytes;
    private final int waitingMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private long used;
    private int waiting;
    /// What those hold who wait for more: when that is all, nobody can go on.
    private long stuck;

    private boolean ended;

    /// @param waitingMax how many may wait at once
    Room(long bytes, int waitingMax) {
        this.bytes = bytes;
        this.waitingMax = waitingMax;
    }

    /// The share of one body, which is nothing at first. For one thread.
    Share share(Patience patience) {
        return new Share(patience);
    }

    /// Nobody waits any more.
    void end() {
        lock.lock();
        try {
            ended = true;
            given.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes taken now.
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    final class Share implements AutoCloseable {
        private final Patience patience;
        private long held;
        private boolean waited;

        private Share(Patience patience) {
            this.patience = patience;
        }

        /// Takes more.
        ///
        /// @throws Refused when there was none in time, too many wait, or all who hold some wait for more
        void grow(int more) throws Refused, InterruptedException {
            lock.lock();
            try {
                if (used + more > bytes) await(more);
                used += more;
                held += more;
            } finally {
                lock.unlock();
            }
        }

        private void await(int more) throws Refused, InterruptedException {
            if (waiting >= waitingMax) throw overloaded("too many requests wait");
            waited = true;
            waiting++;
            stuck += held;
            try {
                while (used + more > bytes) {
                    if (stuck == used) throw overloaded("too many large requests came at once");
                    if (ended || patience.isOver()) throw overloaded("there was no room for the request");
                    patience.await(given);
                }
            } finally {
                waiting--;
                stuck -= held;
            }
        }

        /// Whether it had to wait.
        boolean waited() {
            return waited;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                used -= held;
                held = 0;
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private static Refused overloaded(String what) {
        return new Refused(Reason.OVERLOADED, what + "; send it again later");
    }
}
