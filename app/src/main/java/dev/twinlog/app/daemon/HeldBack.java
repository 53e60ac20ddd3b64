package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.setup.Settings;
import dev.twinlog.store.DiskReserve;
import java.time.Duration;

/// Whether the source may read on: ingest is on and the disk has room. It waits when settling is far behind, so that
/// what
/// is settled is still in memory.
record HeldBack(Settings settings, DiskReserve reserve, Journal journal, Settling settling) {
    /// The source waits when more of the journal than this is not settled.
    static final long AHEAD_BYTES_MAX = 2L << 20;

    private static final Duration PATIENCE = Duration.ofMillis(100);

    boolean mayRead() {
        while (isFarBehind() && open()) {
            try {
                settling.await(journal.end() - AHEAD_BYTES_MAX, PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return open();
    }

    private boolean open() {
        return settings.autoIngest() && !reserve.below();
    }

    /// A store that refuses holds nothing back: the journal goes on to keep what is heard.
    private boolean isFarBehind() {
        return settling.failing() == null && !settling.closed() && journal.end() - settling.settled() > AHEAD_BYTES_MAX;
    }
}
