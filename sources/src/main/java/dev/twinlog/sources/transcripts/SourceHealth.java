package dev.twinlog.sources.transcripts;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How well the transcripts are heard, as of the last thing that the source did.
///
/// @param roots       each root
/// @param importing   files found in bulk, at the start or in a folder that came, are still being read
/// @param lagBytes    bytes known to be in files and not yet in the journal, without files that have a problem
/// @param advancing   nothing waits, or something was captured lately
/// @param heldBack    why reading is held back: the journal's refusal, or the gate; null when it is not
/// @param lastEventAt when the last file event came, epoch milliseconds, 0 for never
/// @param lastReadAt  when the last piece was captured, epoch milliseconds, 0 for never
/// @param counters    what was done since the start
public record SourceHealth(
        List<Root> roots,
        boolean importing,
        long lagBytes,
        boolean advancing,
        @Nullable String heldBack,
        long lastEventAt,
        long lastReadAt,
        Counters counters) {
    /// What {@link #heldBack} says while the gate is shut: whoever made the gate knows why it is.
    public static final String GATE_SHUT = "reading is not allowed now: the disk is below its floor, or ingest is off";

    public SourceHealth {
        roots = List.copyOf(roots);
    }

    /// Whether the witness works: every existing root is readable, and the reader is at its end or advancing.
    public boolean works() {
        return heldBack == null && advancing && roots.stream().noneMatch(root -> root.state() == RootState.UNREADABLE);
    }

    /// A root.
    ///
    /// @param reason why it is not readable, or null
    public record Root(Path path, RootState state, @Nullable String reason) {}

    /// What a root is.
    public enum RootState {
        /// Not there, which is no fault: it may come.
        ABSENT,
        READABLE,
        UNREADABLE
    }

    /// Amounts since the start.
    ///
    /// @param files         files known
    /// @param bytesKnown    their bytes
    /// @param bytesRead     new bytes read from files
    /// @param bytesVerified bytes read again to see whether a file is still the one that it was
    /// @param pieces        pieces journaled
    /// @param generations   files that were begun anew: rewritten, shrunk or replaced
    /// @param vanished      files that vanished
    /// @param walks         walks over the roots
    /// @param overflows     times that events were lost, each answered by a walk
    /// @param refusals      times that the journal refused a piece
    /// @param problems      problems met, those that ended too
    public record Counters(
            long files,
            long bytesKnown,
            long bytesRead,
            long bytesVerified,
            long pieces,
            long generations,
            long vanished,
            long walks,
            long overflows,
            long refusals,
            long problems) {}
}
