package dev.twinlog.app.daemon.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How far the journal is settled, for those who begin when what it held before is. Safe for use by many threads.
public interface Settled {
    /// Waits until everything before a position is committed; false when the time was over before, or commits
    /// fail.
    boolean await(long position, Duration atMost) throws InterruptedException;

    /// Why commits fail now, or null when they do not.
    @Nullable
    String failing();

    /// Whether settling was told to end.
    boolean closed();
}
