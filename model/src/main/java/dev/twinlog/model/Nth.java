package dev.twinlog.model;

/// A claim to be the k-th of its kind, for things that a witness gives no id: settling counts the
/// observations with the same scope, family and form in order, and equal places of different forms are one
/// event.
///
/// @param scope  what is counted through
/// @param family what is counted, such as `message` or a tuple of token counts
/// @param form   the shape of record that tells of it; one form never meets itself
public record Nth(Scope scope, String family, String form) {
    /// What is counted through.
    public enum Scope {
        TURN,
        SESSION
    }
}
