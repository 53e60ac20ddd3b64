package dev.twinlog.readers;

/// How a type of record is read.
public enum Reading {
    /// It tells of events.
    EVENT,
    /// It tells something about the session as a whole.
    FACT,
    /// Only its place among the records counts.
    TREE_ONLY,
    /// Deliberately not read: what it says stands better elsewhere, or is no part of the narrative.
    COPY
}
