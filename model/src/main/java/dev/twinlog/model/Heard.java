package dev.twinlog.model;

/// One thing that a reader found in a raw record. Everything settled is a function of the set of these.
public sealed interface Heard permits Observation, RecordSeen, SessionFact, Link, SequenceSeen, Unknown, Unreadable {
    /// The session that it is of.
    SessionId session();
}
