package dev.twinlog.app;

import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;

/// How the parts are made and joined for a command: the seam between the command line and everything behind it.
public interface Wiring {
    /// Starts a daemon; returns when it serves, while the first import may still run.
    ///
    /// @throws Refusal when another daemon holds the lock, the store is newer or broken, a folder is not
    /// writable
    Daemon daemon(Folders folders, Settings settings) throws Refusal;

    /// Answers from the store as it lies there, without the lock and without writing. `sync` and `rebuild`
    /// are refused.
    ///
    /// @throws Refusal when there is no store yet, or it cannot be opened
    Answers reading(Folders folders, Settings settings) throws Refusal;

    /// Answers while holding the lock, so that `sync` and `rebuild` can do their work in this process.
    ///
    /// @throws Refusal when another process holds the lock
    Answers working(Folders folders, Settings settings) throws Refusal;
}
