package dev.twinlog.reconcile;

/// Who asks for a turn, and so has to be told when the answer changes.
sealed interface Asker permits EventState, Asker.Count {
    /// A count of places or of tokens, which cannot be corrected, only begun again.
    record Count() implements Asker {}

    Count COUNT = new Count();
}
