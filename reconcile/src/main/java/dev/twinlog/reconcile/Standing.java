package dev.twinlog.reconcile;

/// How an item stands that was begun and not finished (SPEC 3.7).
enum Standing {
    /// It may still be finished.
    RUNNING,
    /// Its turn ended, a later turn began, or its generation of the live stream is over: it will not be
    /// finished.
    INCOMPLETE,
    /// After a stream error its turn completed a later item of its kind in its place: it is folded away.
    SUPERSEDED
}
