package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.Tick;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Notices on their way to the source's thread, in the order of their coming, each with its moment. Who tells what a
/// peer said waits when there is too much of it, so that the peer is slowed down and memory bounded; nobody else ever
/// waits.
final class Inbox {
    /// What is no message counts as a frame.
    static final int FRAMES_MAX = 4_096;
    /// Of frames that wait; a single larger one is taken alone.
    static final long FRAME_BYTES_MAX = Wire.FRAME_BYTES_MAX;

    private final LongSupplier ticks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final Condition went = lock.newCondition();
    private final ArrayDeque<Stamped> waiting = new ArrayDeque<>();
    private int frames;
    private long frameBytes;
    private boolean closed;

    Inbox(LongSupplier ticks) {
        this.ticks = ticks;
    }

    /// @param at when it came
    record Stamped(Notice notice, Tick at) {}

    Tick now() {
        return new Tick(ticks.getAsLong());
    }

    /// Whether anybody looks at what is put in.
    boolean open() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a notice; false when nobody will look at it any more.
    boolean put(Notice notice) {
        lock.lock();
        try {
            return !closed && add(notice);
        } finally {
            lock.unlock();
        }
    }

    /// Takes what a peer said, as soon as there is room for it; passes it over when nobody will look at it any more.
    void put(Notice.OfPeer said) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && full(said.size())) went.await();
            if (closed) return;
            frames++;
            frameBytes += said.size();
            add(said);
        } finally {
            lock.unlock();
        }
    }

    /// The next notice; null when none came in time.
    @Nullable
    Stamped take(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && left > 0) left = came.awaitNanos(left);
            var next = waiting.poll();
            if (next != null && next.notice() instanceof Notice.OfPeer said) freed(said);
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of who waits; what is told from now on is passed over.
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            went.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean full(int bytes) {
        return frames > 0 && (frames >= FRAMES_MAX || frameBytes + bytes > FRAME_BYTES_MAX);
    }

    private boolean add(Notice notice) {
        waiting.add(new Stamped(notice, now()));
        came.signal();
        return true;
    }

    private void freed(Notice.OfPeer said) {
        frames--;
        frameBytes -= said.size();
        went.signalAll();
    }

    /// How long it is from now until then; never less than nothing.
    Duration until(Tick then) {
        var left = then.since(now());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
