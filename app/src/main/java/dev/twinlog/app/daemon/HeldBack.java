package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Whether the source may read on: ingest is on and the disk has room. It waits when settling is far behind, so that
/// what is settled is still in memory.
///
/// @param open whether anything is kept now
record HeldBack(BooleanSupplier open, Journal journal, Settling settling, BooleanSupplier ending) {
    /// The source waits when more of the journal than this is not settled.
    static final long AHEAD_BYTES_MAX = 2L << 20;

    /// It waits no longer than this: what is behind may be telemetry, which comes without end, and transcripts are to
    /// be captured all the same.
    static final Duration WAITS_MAX = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMillis(100);

    boolean mayRead() {
        long turns = WAITS_MAX.dividedBy(PATIENCE);
        while (turns-- > 0 && isFarBehind() && open.getAsBoolean() && !ending.getAsBoolean()) {
            try {
                settling.await(journal.end() - AHEAD_BYTES_MAX, PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return open.getAsBoolean();
    }

    /// A store that refuses holds nothing back: the journal goes on to keep what is heard.
    private boolean isFarBehind() {
        return settling.failing() == null && !settling.closed() && journal.end() - settling.settled() > AHEAD_BYTES_MAX;
    }
}
