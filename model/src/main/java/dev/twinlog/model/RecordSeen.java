package dev.twinlog.model;

import org.jspecify.annotations.Nullable;

/// A record of a transcript as a node: what it hangs under, when it was written, whose it is. It tells turns
/// (by the tree), birth and owner of copied history, the span of a session and holes in a numbering.
///
/// @param session   the session that the record names
/// @param record    64 bits of its id, or 0 when it has none; a copy in another session has the same
/// @param parent    64 bits of its parent's id, or 0
/// @param at        epoch milliseconds, or {@link Observation#UNTIMED}
/// @param sequence  its place in its file: Codex' ordinal, else the offset of its line
/// @param offset    of its line in its file
/// @param turn      the turn or prompt id that it names itself, or null
/// @param opens     whether it opens that turn: a prompt
/// @param own       whether by its nature it is never copied to another session (queue and request records)
/// @param ordinal   Codex' gap-free counter, or -1
/// @param file      64 bits that name the file; ordinals count within it
/// @param about     working folder, branch and version, as far as it tells them
public record RecordSeen(
        SessionId session,
        long record,
        long parent,
        long at,
        long sequence,
        long offset,
        @Nullable String turn,
        boolean opens,
        boolean own,
        long ordinal,
        long file,
        @Nullable About about)
        implements Heard {

    /// A record whose place in its file is the offset of its line.
    public RecordSeen(
            SessionId session,
            long record,
            long parent,
            long at,
            long sequence,
            @Nullable String turn,
            boolean opens,
            boolean own,
            long ordinal,
            long file,
            @Nullable About about) {
        this(session, record, parent, at, sequence, sequence, turn, opens, own, ordinal, file, about);
    }

    /// What many records repeat about their session.
    public record About(
            @Nullable String cwd,
            @Nullable String gitBranch,
            @Nullable String version) {}
}
