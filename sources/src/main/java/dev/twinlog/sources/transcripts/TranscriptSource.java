package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Hears both agents' transcripts: brings every byte that they write under the watched roots into the
/// journal, newest first, then as it is written. Reads only; what it cannot read is a problem with a name,
/// and the rest goes on.
///
/// One thread reads: the one in {@link #run}, else the one in {@link #catchUp}. The other methods are for
/// any thread.
public final class TranscriptSource implements AutoCloseable {
    /// Marks are numbered from the start's time on, so that one left by an earlier start is never met again.
    private static final long MARKS_PER_MILLI = 1000;

    private final SourceParts parts;
    private final ChunkSink sink;
    private final Inbox inbox;
    private final Hearing hearing;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicLong marks;
    private volatile boolean running;
    private volatile boolean watching;
    private volatile boolean closed;

    public TranscriptSource(SourceParts parts) {
        this(parts, new LocalDisk(), ChunkSink.of(parts.journal()));
    }

    TranscriptSource(SourceParts parts, Disk disk, ChunkSink sink) {
        this.parts = parts;
        this.sink = sink;
        this.inbox = new Inbox(parts.limits().changesMax());
        this.hearing = new Hearing(parts, disk, sink, inbox);
        this.marks = new AtomicLong(parts.clock().millis() * MARKS_PER_MILLI);
    }

    /// Hears until {@link #close}, or until the thread is interrupted. To end it prefer `close`: an interrupt that
    /// comes while the journal writes would close the journal's file under it.
    public void run() throws InterruptedException {
        reading.lockInterruptibly();
        try {
            running = true;
            watch();
        } finally {
            running = false;
            watching = false;
            reading.unlock();
            refuseWishes();
        }
    }

    private void watch() throws InterruptedException {
        FolderWatch watch;
        try {
            watch = FolderWatch.open(parts.barrierFolder(), parts.limits().foldersMax());
        } catch (IOException none) {
            hearing.eventsRefused(parts.barrierFolder(), IoWords.of(none));
            listen();
            return;
        }
        try (watch;
                var listeners = Executors.newVirtualThreadPerTaskExecutor()) {
            listeners.execute(() -> watch.listen(inbox));
            try {
                hearing.hearFrom(watch);
                watching = watch.ordered();
                listen();
            } finally {
                listeners.shutdownNow();
            }
        } catch (IOException atClose) {
            hearing.eventsRefused(parts.barrierFolder(), IoWords.of(atClose));
        } finally {
            hearing.hearFrom(FolderEvents.none());
        }
    }

    private void listen() throws InterruptedException {
        while (!closed) {
            endIfTold();
            if (!hearing.step()) inbox.await(hearing.pause());
        }
    }

    private static void endIfTold() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException("the transcript source was told to end");
    }

    private void refuseWishes() {
        for (var wish : inbox.take().wishes()) wish.answer().complete(now());
    }

    private Barrier now() {
        return new Barrier(sink.end(), false, hearing.health().importing());
    }

    /// Captures everything that is there, and returns when a walk finds nothing new.
    ///
    /// @throws IOException when reading is held back: the journal refuses, or the gate is shut; or this is
    /// closed
    public void catchUp() throws IOException, InterruptedException {
        while (!closed) {
            if (reading.tryLock()) {
                try {
                    catchUpHere();
                    return;
                } finally {
                    reading.unlock();
                }
            }
            if (running) {
                var wish = new Wish.CaughtUp(new CompletableFuture<>());
                inbox.put(wish);
                if (granted(wish)) return;
            } else if (reading.tryLock(1, TimeUnit.SECONDS)) reading.unlock();
        }
        throw new IOException("the transcript source is closed");
    }

    /// False when the running thread ended before it granted the wish.
    private boolean granted(Wish wish) throws IOException, InterruptedException {
        try {
            while (running) {
                try {
                    return wish.answer().get(1, TimeUnit.SECONDS).reached();
                } catch (TimeoutException late) {
                    // Is it still running?
                }
            }
            return false;
        } catch (ExecutionException refused) {
            var cause = refused.getCause();
            throw new IOException(cause == null ? "refused" : cause.getMessage(), refused);
        }
    }

    private void catchUpHere() throws IOException, InterruptedException {
        for (int walks = 0; walks < parts.limits().catchUpWalksMax(); walks++) {
            var before = hearing.health().counters();
            hearing.wantWalk();
            while (hearing.step()) endIfTold();
            var held = hearing.heldBackBy();
            if (held != null) throw new IOException(held);
            var after = hearing.health().counters();
            if (after.pieces() == before.pieces() && after.vanished() == before.vanished()) return;
        }
    }

    /// The position of the journal that includes everything written to the watched files before the call,
    /// but for what a first import has not come to. Waits at most `patience`.
    ///
    /// A file made in the daemon's own folder marks the moment: its event comes after those of all earlier
    // writes.
    public Barrier barrier(Duration patience) throws InterruptedException {
        if (!running) return closed ? now() : caughtUp();
        if (hearing.health().counters().walks() == 0) return now();
        long number = marks.incrementAndGet();
        var wish = new Wish.Reached(number, new CompletableFuture<>());
        var mark = parts.barrierFolder().resolve(FolderWatch.markName(number));
        try {
            if (!watching) return caughtUpWithin(patience);
            inbox.put(wish);
            Files.createFile(mark);
            return answer(wish, patience);
        } catch (IOException refused) {
            return caughtUpWithin(patience);
        } finally {
            wish.answer().cancel(false);
            remove(mark);
        }
    }

    private static void remove(Path mark) {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException left) {
            // An empty file is left; its number never comes again.
        }
    }

    /// Where no mark can be made or heard: after a walk.
    private Barrier caughtUpWithin(Duration patience) throws InterruptedException {
        var wish = new Wish.CaughtUp(new CompletableFuture<>());
        inbox.put(wish);
        return answer(wish, patience);
    }

    private Barrier answer(Wish wish, Duration patience) throws InterruptedException {
        try {
            return wish.answer().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return now();
        }
    }

    private Barrier caughtUp() throws InterruptedException {
        try {
            catchUp();
            return new Barrier(sink.end(), true, hearing.health().importing());
        } catch (IOException held) {
            return now();
        }
    }

    /// Tells it that the journal has let go of what was captured of files: one that grows is heard anew, whole.
    public void expired(Collection<Captured> files) {
        hearing.expired(files);
        inbox.nudge();
    }

    /// Tells it that the journal lost what was captured of files behind an offset: it is captured again.
    public void lost(Collection<Captured> files) {
        hearing.lost(files);
        inbox.nudge();
    }

    /// How well it hears.
    public SourceHealth health() {
        return hearing.health();
    }

    /// What cannot be captured now, by path.
    public List<Problem> problems() {
        return hearing.problems();
    }

    /// New bytes read from files since the start, without those read again to verify a file.
    public long bytesRead() {
        return hearing.health().counters().bytesRead();
    }

    /// Ends `run`, and returns when it has ended.
    @Override
    public void close() {
        closed = true;
        inbox.nudge();
        awaitEnd();
    }

    /// The reading thread holds the lock until it has ended.
    private void awaitEnd() {
        reading.lock();
        try {
            running = false;
        } finally {
            reading.unlock();
        }
    }
}
