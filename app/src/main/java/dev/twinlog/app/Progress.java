package dev.twinlog.app;

/// How far a daemon has caught up with the agents' files.
///
/// @param bytesDone bytes settled since the daemon started
/// @param bytesAll  bytes that were there to settle, as far as known now
/// @param caughtUp  whether everything known is settled
public record Progress(long bytesDone, long bytesAll, boolean caughtUp) {
    /// Percent of the bytes, at most 99: only {@link #caughtUp} says that all is done.
    public long percent() {
        return bytesAll <= 0 ? 0 : Math.clamp((long) (100.0 * bytesDone / bytesAll), 0, 99);
    }
}
