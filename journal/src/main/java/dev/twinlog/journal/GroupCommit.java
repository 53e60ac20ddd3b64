package dev.twinlog.journal;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes many waiting threads share one fsync: the first to come forces for itself; those that come while it
/// does wait, and the first of them then forces for all.
///
/// After a failed fsync nothing can be known of what is on disk, so every later call fails as well.
final class GroupCommit {
    /// Forces what was appended so far and returns the position up to which that is.
    interface Syncing {
        long sync() throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private final Syncing syncing;
    private boolean running;
    private long syncs;
    private volatile long forced;
    private volatile @Nullable IOException failure;

    GroupCommit(long forced, Syncing syncing) {
        this.forced = forced;
        this.syncing = syncing;
    }

    long forced() {
        return forced;
    }

    /// How many fsyncs were made.
    long syncs() {
        lock.lock();
        try {
            return syncs;
        } finally {
            lock.unlock();
        }
    }

    /// @throws IOException when an fsync has failed
    void check() throws IOException {
        var failed = failure;
        if (failed != null) throw new IOException(failed.getMessage(), failed);
    }

    void force(long position) throws IOException {
        check();
        if (forced >= position) return;
        if (awaitTurn(position)) lead();
    }

    /// Waits for others; true when this thread has to force by itself.
    private boolean awaitTurn(long position) throws IOException {
        lock.lock();
        try {
            while (running && forced < position) done.awaitUninterruptibly();
            check();
            if (forced >= position) return false;
            running = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void lead() throws IOException {
        long reached = forced;
        try {
            reached = syncing.sync();
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            ended(reached);
        }
    }

    private void ended(long reached) {
        lock.lock();
        try {
            forced = Math.max(forced, reached);
            syncs++;
            running = false;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
