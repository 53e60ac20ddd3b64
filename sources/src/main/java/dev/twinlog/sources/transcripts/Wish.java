package dev.twinlog.sources.transcripts;

import java.util.concurrent.CompletableFuture;

/// What another thread asks of the reading thread.
sealed interface Wish {
    /// Completed when it is granted, exceptionally when it cannot be.
    CompletableFuture<Barrier> answer();

    /// To have captured everything that was written before the mark of this number.
    record Reached(long mark, CompletableFuture<Barrier> answer) implements Wish {}

    /// To have walked the roots once more, and captured everything found.
    record CaughtUp(CompletableFuture<Barrier> answer) implements Wish {}
}
