package dev.twinlog.store;

import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.EventTexts.Text;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills the full-text index behind the commits, with a thread of its own. Texts are handed over in memory
/// while it keeps up; what does not fit is read back from the committed bodies, as after a restart. It never
/// holds up a commit.
public final class SearchIndex implements AutoCloseable {
    /// Texts that may wait in memory; more are read back later.
    static final long WAITING_BYTES_MAX = 8L << 20;
    /// Text indexed between two commits, unless there is nothing more to index.
    static final long COMMIT_BYTES = 64L << 20;
    /// How long it waits for more before it commits.
    static final Duration PAUSE = Duration.ofMillis(250);
    /// How long it waits after a failure before it tries again.
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    /// Events read back at once.
    static final int READ_BACK_EVENTS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

    private final Path file;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong rebuilds = new AtomicLong();
    private final AtomicLong readBack = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long committed; // the greatest event id in the store
    private long wanted; // an id that someone waits for
    private volatile long position;
    private boolean closing;
    private boolean suspected;
    private Runnable replaced = () -> {};
    private @Nullable Thread thread;

    private SearchFile index;
    private long indexed; // the greatest id indexed, committed or not
    private long uncommittedBytes;

    /// The events of one commit with ids in `(after, last]`.
    private record Piece(long after, long last, List<Text> texts, long bytes) {}

    private SearchIndex(Path file, SearchFile index) throws SQLException {
        this.file = file;
        this.index = index;
        this.position = index.position();
        this.indexed = position;
    }

    /// Opens the index; a damaged one is set aside and filled anew.
    static SearchIndex open(Path file) {
        try {
            return new SearchIndex(file, SearchFile.open(file));
        } catch (SQLException e) {
            throw Sqlite.failure(file, "open", e);
        } catch (StoreDamagedException e) {
            try {
                var opened = new SearchIndex(file, reopened(file, e));
                opened.rebuilds.incrementAndGet();
                return opened;
            } catch (SQLException again) {
                throw Sqlite.failure(file, "open", again);
            }
        }
    }

    private static SearchFile reopened(Path file, Exception because) {
        var aside = SearchFile.setAside(file);
        LOG.warn("the search index cannot be used ({}); it is kept as {} and made anew", because.getMessage(), aside);
        return SearchFile.open(file);
    }

    /// Begins to index what was committed after its position.
    ///
    /// @param replaced told whenever the file was replaced by another
    void start(EventTexts texts, long lastEventId, Runnable replaced) {
        this.replaced = replaced;
        committed = lastEventId;
        if (position > lastEventId) startOver("it is ahead of the store"); // the store was made anew
        thread = Thread.ofPlatform().daemon().name("search").start(() -> run(texts));
    }

    /// Hands over what a commit added; the ids of its events are in `(after, last]`.
    void committed(List<EventRow> events, long after, long last) {
        if (last == after) return;
        var piece = piece(events, after, last);
        lock.lock();
        try {
            committed = last;
            if (waitingBytes + piece.bytes() <= WAITING_BYTES_MAX) {
                waiting.add(piece);
                waitingBytes += piece.bytes();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Piece piece(List<EventRow> events, long after, long last) {
        var texts = new ArrayList<Text>(events.size());
        long bytes = 0;
        for (var event : events) {
            var text = new Text(event.id(), event.at(), event.texts());
            texts.add(text);
            bytes += text.bytes();
        }
        return new Piece(after, last, texts, bytes);
    }

    /// The event id up to which search finds everything.
    public long position() {
        return position;
    }

    /// How often indexing failed and was tried again, how often the index was made anew, and how many events
    /// were read back, since the start.
    public Counts counts() {
        return new Counts(failures.get(), rebuilds.get(), readBack.get());
    }

    public record Counts(long failures, long rebuilds, long readBack) {}

    /// Waits until search finds everything up to an event id. False when the time was over, or it was
    /// closed, before.
    ///
    /// @throws InterruptedException when the waiting thread is interrupted
    public boolean await(long event, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            wanted = Math.max(wanted, event);
            changed.signalAll();
            while (position < event) {
                if (left <= 0 || closing) return false;
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    Path file() {
        return file;
    }

    private void run(EventTexts texts) {
        try (texts) {
            while (step(texts)) {
                // each step says whether to go on
            }
        }
    }

    /// One step: index what waits, else commit, else wait for more. False when it is closed.
    private boolean step(EventTexts texts) {
        try {
            var piece = next();
            if (piece != null) index(texts, piece);
            else if (indexed > position) commit();
            return !ended();
        } catch (SQLException e) {
            return recover(index.failure(e));
        } catch (StoreException e) {
            return recover(e);
        } catch (RuntimeException e) {
            return recover(new StoreDamagedException(file, e));
        } catch (Error e) {
            return recover(new StoreException("indexing for search: " + e, e));
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Someone who asked found the index damaged: it is made anew.
    void suspect() {
        lock.lock();
        try {
            suspected = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What to index next: what waits in memory, or nothing but a range when that was too much. Null when it
    /// is time to commit or to end.
    private @Nullable Piece next() throws InterruptedException, SQLException {
        lock.lock();
        try {
            boolean paused = false;
            while (true) {
                if (suspected) {
                    suspected = false;
                    throw SearchFile.unusable(file, "a question found it so");
                }
                if (closing || uncommittedBytes >= COMMIT_BYTES) return null;
                var piece = waiting.poll();
                if (piece != null) {
                    waitingBytes -= piece.bytes();
                    return piece;
                }
                if (indexed < committed) return new Piece(committed, committed, List.of(), 0);
                boolean pending = indexed > position;
                if (pending && (paused || wanted > position)) return null;
                if (pending) paused = !changed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
                else {
                    index.rest();
                    changed.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void index(EventTexts texts, Piece piece) throws SQLException {
        while (indexed < piece.after()) {
            if (ended() || uncommittedBytes >= COMMIT_BYTES) commit();
            if (ended()) return;
            readBack(texts, piece.after());
        }
        if (indexed >= piece.last()) return;
        for (var text : piece.texts()) add(text);
        indexed = piece.last();
    }

    private void readBack(EventTexts texts, long upTo) throws SQLException {
        var some = texts.read(indexed, upTo, READ_BACK_EVENTS);
        for (var text : some) add(text);
        readBack.addAndGet(some.size());
        indexed = some.isEmpty() ? upTo : some.getLast().id(); // what lies behind it is read next
    }

    private void add(Text text) throws SQLException {
        index.add(text);
        uncommittedBytes += text.bytes();
    }

    private void commit() throws SQLException {
        index.commit(indexed);
        uncommittedBytes = 0;
        lock.lock();
        try {
            position = indexed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            return closing && (indexed == position);
        } finally {
            lock.unlock();
        }
    }

    /// Goes back to the last commit after a failure, or starts over when the index is damaged. False when it
    /// is closed.
    /// Of a full disk there is nothing to find in the code.
    private static void tell(StoreException failure, String goesOn) {
        if (failure instanceof DiskFullException)
            LOG.warn("indexing for search failed; it goes on {}: {}", goesOn, failure.getMessage());
        else LOG.warn("indexing for search failed; it goes on {}", goesOn, failure);
    }

    private boolean recover(StoreException failure) {
        failures.incrementAndGet();
        boolean anew = false;
        try {
            index.rollback(failure);
            anew = failure instanceof StoreDamagedException damaged && damaged.isOf(file);
            if (anew) startOver(String.valueOf(failure.getMessage()));
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
        tell(failure, anew ? "anew" : "in " + AFTER_FAILURE);
        lock.lock();
        try {
            waiting.clear();
            waitingBytes = 0;
            uncommittedBytes = 0;
            indexed = position;
            return !closing && (anew || pauseAfterFailure());
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean pauseAfterFailure() throws InterruptedException {
        long left = AFTER_FAILURE.toNanos();
        while (left > 0 && !closing) left = changed.awaitNanos(left);
        return !closing;
    }

    private void startOver(String because) {
        index.close();
        index = reopened(file, new StoreException(because));
        rebuilds.incrementAndGet();
        position = 0;
        indexed = 0;
        replaced.run();
    }

    /// Commits what is indexed and ends the thread; what still waits is read back at the next start.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        index.close();
    }
}
