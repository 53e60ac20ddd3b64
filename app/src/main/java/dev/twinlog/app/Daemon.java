package dev.twinlog.app;

/// Twinlog running: it holds the lock, listens, captures and answers.
public interface Daemon extends AutoCloseable {
    /// Where it serves.
    Addresses addresses();

    /// How far it has caught up.
    Progress progress();

    /// Returns when the daemon has ended: after {@link #close}, or because it could not go on.
    ///
    /// @throws Refusal with the reason for which it could not go on
    void await() throws Refusal, InterruptedException;

    /// Ends in order: stops hearing, settles and forces what it has, frees ports and lock. A second call
    /// does nothing.
    @Override
    void close();
}
