package dev.twinlog.model;

/// A line that is not what its file promises: torn by a crash, too long, no JSON; or bytes that are lost.
/// Skipped and counted; what was captured stays in the journal.
///
/// @param file 64 bits that name the file, or 0; with the offset they tell one such line from another
public record Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw, long file) implements Heard {
    /// A line of the session's only file.
    public Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw) {
        this(session, agent, reason, raw, 0);
    }

    /// Why it could not be read.
    public enum Reason {
        NOT_JSON,
        TOO_LONG,
        TOO_DEEP,
        /// A compressed file whose bytes from a piece on cannot be unpacked.
        DAMAGED,
        /// Bytes between two captured pieces, or of a piece that is damaged in the journal.
        LOST
    }
}
