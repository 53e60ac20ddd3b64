package dev.twinlog.sources.otlp;

/// Whether what is sent to the HTTP door reaches the store.
public sealed interface CanaryState {
    /// None has arrived yet, and none is overdue.
    record Unknown() implements CanaryState {}

    /// They arrive.
    ///
    /// @param since epoch milliseconds
    record Working(long since) implements CanaryState {}

    /// One is overdue.
    ///
    /// @param since  epoch milliseconds
    /// @param reason what became of it, as far as is known
    record Failing(long since, String reason) implements CanaryState {}
}
