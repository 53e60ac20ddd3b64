package dev.twinlog.sources.otlp;

/// Turns the pieces of a body, as they arrive, into the bytes that were meant. For one thread.
interface Unpacking extends AutoCloseable {
    /// @throws Refused when what came cannot be the beginning of a right body, or goes beyond a limit
    void take(byte[] piece, int from, int length) throws Refused, InterruptedException;

    /// The whole; nothing more comes.
    ///
    /// @throws Refused when the end is missing
    byte[] end() throws Refused, InterruptedException;

    /// Gives back what it used.
    @Override
    default void close() {}
}
