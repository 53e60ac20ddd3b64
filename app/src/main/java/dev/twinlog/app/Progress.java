package dev.twinlog.app;

/// How far a daemon has caught up with the agents' files.
///
/// @param bytesDone bytes settled since the daemon started
/// @param bytesAll  bytes that were there to settle, as far as known now
/// @param caughtUp  whether everything known is settled
public record Progress(long bytesDone, long bytesAll, boolean caughtUp) {}
