package dev.twinlog.model;

/// A line that is not what its file promises: torn by a crash, too long, no JSON; or bytes that are lost.
/// Skipped and counted; what was captured stays in the journal.
///
/// @param file 64 bits that name the file, or 0; with the offset they tell one such line from another
/// @param again whether it was told before, with less of its length
public record Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw, long file, boolean again)
        implements Heard {
    /// A longer line is not read; its bytes stay in the journal.
    public static final int LINE_BYTES_MAX = 64 << 20;

    /// A line that was not told before.
    public Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw, long file) {
        this(session, agent, reason, raw, file, false);
    }

    /// A line of the session's only file.
    public Unreadable(SessionId session, Agent agent, Reason reason, RawPlace raw) {
        this(session, agent, reason, raw, 0, false);
    }

    /// Why it could not be read.
    public enum Reason {
        NOT_JSON,
        /// It has more bytes than any line may have, or too many values. Its length is what was seen of it.
        TOO_LONG,
        TOO_DEEP,
        /// A compressed file whose bytes from a piece on cannot be unpacked.
        DAMAGED,
        /// Bytes between two captured pieces, or of a piece that is damaged in the journal.
        LOST
    }
}
