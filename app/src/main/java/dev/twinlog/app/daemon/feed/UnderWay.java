package dev.twinlog.app.daemon.feed;

import dev.twinlog.app.Feed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes of long messages on their way to listeners, bounded for all of them together. When there is no
/// room for another, the listener that takes its message for the longest is closed, once it has had a
/// moment. For any thread.
final class UnderWay {
    /// Bytes on their way at once; one message alone may be longer.
    static final int BYTES_MAX = 24 << 20;
    /// So long a listener may take over a message while others wait for room.
    static final Duration MOMENT = Duration.ofMillis(500);

    private final long bytesMax;
    private final Duration moment;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    /// In the order in which they began.
    private final ArrayDeque<Sending> sendings = new ArrayDeque<>();
    private long bytes;

    UnderWay() {
        this(BYTES_MAX, MOMENT);
    }

    UnderWay(long bytesMax, Duration moment) {
        this.bytesMax = bytesMax;
        this.moment = moment;
    }

    /// Sends a message, when it is its turn.
    interface Send {
        void send() throws IOException;
    }

    /// A message on its way, sent by the thread that made it.
    final class Sending implements AutoCloseable {
        private final Thread sender = Thread.currentThread();
        private final long began = System.nanoTime();
        private final int length;
        private boolean givenUp;

        private Sending(int length) {
            this.length = length;
        }

        /// @throws Feed.Stalled when the listener was closed for being slow
        void by(Send send) throws IOException {
            try {
                send.send();
            } catch (IOException e) {
                if (isGivenUp()) throw new Feed.Stalled("the reader is slower than the others that wait", e);
                throw e;
            }
        }

        private boolean isGivenUp() {
            lock.lock();
            try {
                return givenUp;
            } finally {
                lock.unlock();
            }
        }

        private long age() {
            return System.nanoTime() - began;
        }

        /// Makes room for others. An interrupt that came too late to matter is taken back.
        @Override
        public void close() {
            lock.lock();
            try {
                sendings.remove(this);
                bytes -= length;
                if (givenUp) Thread.interrupted();
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits for room for a message of so many bytes.
    Sending begin(int length) throws InterruptedException {
        lock.lock();
        try {
            while (bytes > 0 && bytes + length > bytesMax) {
                long patience = closeSlowest();
                freed.awaitNanos(patience);
            }
            var sending = new Sending(length);
            sendings.add(sending);
            bytes += length;
            return sending;
        } finally {
            lock.unlock();
        }
    }

    /// Closes the slowest if it had its moment.
    ///
    /// @return nanoseconds after which it is worth to look again
    private long closeSlowest() {
        var slowest = sendings.stream().filter(each -> !each.givenUp).findFirst();
        if (slowest.isEmpty()) return moment.toNanos();
        long left = moment.toNanos() - slowest.get().age();
        if (left > 0) return left;
        slowest.get().givenUp = true;
        slowest.get().sender.interrupt();
        return moment.toNanos();
    }

    /// Bytes on their way now.
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
