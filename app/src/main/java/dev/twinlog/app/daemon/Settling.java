package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.stream.Settled;
import dev.twinlog.journal.Journal;
import dev.twinlog.store.DiskFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that settles: follows the journal, commits when a batch is full or nothing more is there, and
/// starts over from the last commit when the store refuses. A failure of any kind is told by {@link #failing}
/// and tried again with growing pauses, since what is heard meanwhile is kept in the journal.
final class Settling implements Runnable, Settled {
    /// How long it waits for more before it looks around, the first time and the next ones in a row: first memory
    /// is given back, then what is noted now and then is noted, after that nothing is due.
    static final List<Duration> PATIENCE = List.of(Duration.ofSeconds(1), LastHeard.NOTED_EACH, Duration.ofMinutes(1));
    /// How long it waits after the first failure; twice as long after each further one in a row.
    static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /// How long it waits at most.
    static final Duration AFTER_FAILURE_MOST = Duration.ofSeconds(30);

    /// How often it looks whether a rush is over.
    private static final Duration STEP = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Journal journal;
    private final Supplier<Settler> settlers;
    private final Runnable diskFull;
    private final BooleanSupplier rush;
    private final Turns turns = new Turns();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Task<?>> tasks = new ArrayDeque<>();
    private volatile Runnable committed = () -> {};
    private final HeapBound heap = new HeapBound();
    private int failures;
    private int waiting;
    private volatile boolean closed;
    private volatile @Nullable Settler current;
    private volatile long settled;
    private volatile @Nullable String failing;

    /// Work that must not run beside settling. Whoever waits for it is told of every end.
    private record Task<T>(Callable<T> work, CompletableFuture<T> done) {
        void run() {
            try {
                done.complete(work.call());
            } catch (Exception | Error e) {
                done.completeExceptionally(e);
            }
        }
    }

    /// @param settlers makes a settler that goes on from the last commit
    /// @param diskFull told when the disk refused
    /// @param rush     whether to step back for what is more urgent
    Settling(Journal journal, Supplier<Settler> settlers, Runnable diskFull, BooleanSupplier rush) {
        this.rush = rush;
        this.journal = journal;
        this.settlers = settlers;
        this.diskFull = diskFull;
    }

    @Override
    public void run() {
        try {
            while (!closed) turn();
        } finally {
            close();
            finish();
        }
    }

    private void turn() {
        try {
            follow();
        } catch (InterruptedException | AbandonedException e) {
            closed = true;
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            runTasks(); // a rebuild is what may help
        }
    }

    private void follow() throws IOException, InterruptedException {
        var settler = settlers.get();
        current = settler;
        try (var cursor = journal.cursor(settler.position())) {
            int quiet = 0;
            progressed(settler.committed());
            while (!closed) {
                stepBack();
                var record = cursor.next();
                if (record == null) {
                    settler.commit();
                    progressed(cursor.position()); // beyond the last record there may be damage
                    if (runTasks()) return;
                    record = cursor.await(PATIENCE.get(Math.min(quiet, PATIENCE.size() - 1)));
                    if (record == null) {
                        quiet++;
                        settler.rest();
                        continue;
                    }
                }
                quiet = 0;
                settler.take(record);
                if (settler.isFull()) {
                    settler.commit();
                    heap.keep();
                    progressed(settler.committed());
                    if (runTasks()) return; // what comes without end must not keep them waiting
                }
            }
            settler.commit();
            progressed(settler.committed());
        }
    }

    /// Lets a rush of telemetry go first, for a while, unless somebody waits for this thread.
    private void stepBack() throws InterruptedException {
        if (!turns.rests(rush.getAsBoolean(), System.nanoTime())) return;
        lock.lock();
        try {
            while (!closed && waiting == 0 && tasks.isEmpty() && turns.rests(rush.getAsBoolean(), System.nanoTime()))
                changed.awaitNanos(STEP.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private void progressed(long upTo) {
        failing = null;
        failures = 0;
        lock.lock();
        try {
            settled = upTo;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        committed.run();
    }

    /// Has somebody told after each commit, on this thread, when {@link #settled} says so.
    void tellCommits(Runnable told) {
        committed = told;
    }

    private void failed(Throwable e) {
        var pause = pause();
        if (e instanceof DiskFullException) // there is nothing to find in the code
        LOG.error("settling stopped and goes on from the last commit in {}: {}", pause, e.getMessage());
        else LOG.error("settling stopped and goes on from the last commit in {}: {}", pause, e.getMessage(), e);
        failing = e.getMessage() == null ? e.toString() : e.getMessage();
        if (e instanceof DiskFullException) diskFull.run();
        lock.lock();
        try {
            changed.signalAll();
            long left = pause.toNanos();
            while (!closed && tasks.isEmpty() && left > 0) left = changed.awaitNanos(left);
        } catch (InterruptedException interrupted) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private Duration pause() {
        var pause = AFTER_FAILURE.multipliedBy(1L << Math.min(failures++, 10));
        return pause.compareTo(AFTER_FAILURE_MOST) < 0 ? pause : AFTER_FAILURE_MOST;
    }

    /// Runs work on this thread between two commits, after which settling starts over from the store as it
    /// is then.
    <T> CompletableFuture<T> between(Callable<T> work) {
        var task = new Task<>(work, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) task.done.completeExceptionally(new IOException("Twinlog is stopping"));
            else tasks.add(task);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        journal.wake();
        return task.done;
    }

    private boolean runTasks() {
        boolean ran = false;
        for (var task = nextTask(); task != null; task = nextTask()) {
            task.run();
            ran = true;
        }
        return ran;
    }

    private @Nullable Task<?> nextTask() {
        lock.lock();
        try {
            return tasks.poll();
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        for (var task = nextTask(); task != null; task = nextTask())
            task.done.completeExceptionally(new IOException("Twinlog is stopping"));
    }

    /// The journal position up to which everything is committed.
    long settled() {
        return settled;
    }

    @Override
    public @Nullable String failing() {
        return failing;
    }

    @Override
    public boolean await(long position, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        waiting++;
        try {
            while (settled < position && failing == null && left > 0 && !closed) left = changed.awaitNanos(left);
            return settled >= position;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /// Tells it to commit what it has and to end, without reading a session again for it.
    void close() {
        closed = true;
        var settler = current;
        if (settler != null) settler.abandon();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        journal.wake();
    }
}
