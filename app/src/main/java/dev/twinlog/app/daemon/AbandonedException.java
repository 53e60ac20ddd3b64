package dev.twinlog.app.daemon;

/// Settling was given up between two commits, since all ends. What was not committed is settled from the journal by the
/// next process.
final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException() {
        super("Twinlog is stopping");
    }
}
