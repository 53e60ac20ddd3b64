package dev.twinlog.model;

/// A line that is not what its file promises: torn by a crash, too long, no JSON. Skipped and counted; its bytes stay
/// in the journal.
public record Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw) implements Heard {
    /// Why it could not be read.
    public enum Reason {
        NOT_JSON,
        TOO_LONG,
        TOO_DEEP
    }
}
