package dev.twinlog.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A few read-only connections to one file, opened when they are first needed; more askers than connections
/// wait.
final class ReadConnections implements AutoCloseable {
    static final int CONNECTIONS_MAX = 4;
    private static final int CACHE_BYTES = 4 << 20;

    private final Path file;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX, true);
    private final ConcurrentLinkedDeque<Sqlite> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ReadConnections(Path file) {
        this.file = file;
    }

    /// A question to one connection.
    interface Question<T> {
        T ask(Sqlite sqlite) throws SQLException;
    }

    /// Asks within one read transaction: everything that the question reads is of one moment.
    ///
    /// @throws StoreException when it cannot be answered
    <T> T ask(Question<T> question) {
        free.acquireUninterruptibly();
        try {
            if (closed) throw new StoreException("the store " + file + " is closed");
            return answer(question);
        } finally {
            free.release();
        }
    }

    private <T> T answer(Question<T> question) {
        var waiting = idle.poll();
        var sqlite = waiting == null ? Sqlite.reader(file, CACHE_BYTES) : waiting;
        try {
            sqlite.begin();
            var answer = question.ask(sqlite);
            sqlite.endRead();
            idle.push(sqlite);
            return answer;
        } catch (SQLException e) {
            discard(sqlite, e);
            throw Sqlite.failure(file, "read", e);
        } catch (RuntimeException | Error e) {
            discard(sqlite, e);
            throw e;
        }
    }

    private static void discard(Sqlite sqlite, Throwable because) {
        try {
            sqlite.close();
        } catch (StoreException e) {
            because.addSuppressed(e);
        }
    }

    /// Closes idle connections: the file was replaced by another.
    void forget() {
        for (var sqlite = idle.poll(); sqlite != null; sqlite = idle.poll()) sqlite.close();
    }

    /// Waits for running questions, then closes all.
    @Override
    public void close() {
        closed = true;
        free.acquireUninterruptibly(CONNECTIONS_MAX);
        try {
            forget();
        } finally {
            free.release(CONNECTIONS_MAX);
        }
    }
}
