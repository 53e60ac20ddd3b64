package dev.twinlog.model;

/// How finished a thing was when a witness spoke of it. The order of the constants is the order of strength.
public enum Phase {
    /// A part of a thing that is still being made.
    DELTA,
    /// Worked out from running totals; a figure that the agent gave for the thing itself is stronger.
    DERIVED,
    /// The whole, finished thing.
    COMPLETED
}
