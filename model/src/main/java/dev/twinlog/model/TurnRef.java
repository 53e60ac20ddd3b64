package dev.twinlog.model;

/// How an observation tells its turn.
public sealed interface TurnRef {
    /// The turn has this id.
    record Named(String id) implements TurnRef {}

    /// The turn of this trace.
    record Traced(String traceId) implements TurnRef {}

    /// The turn of a record, found by going up the tree of records to a prompt.
    ///
    /// @param record the 64-bit id of the record to start from, as in {@link RecordSeen}
    record Under(long record) implements TurnRef {}

    /// The turn that was running when it was written: the last to start at or before it.
    record Running() implements TurnRef {}

    /// Not known from this observation.
    record Untold() implements TurnRef {}

    TurnRef RUNNING = new Running();
    TurnRef UNTOLD = new Untold();
}
