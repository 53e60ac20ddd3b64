package dev.twinlog.model;

import java.util.Locale;

/// Evidence that something of a session is missing.
///
/// @param id       what it is about, unique within session and kind
/// @param since    epoch milliseconds, or {@link Observation#UNTIMED}
/// @param evidence why it is believed, in words
public record Gap(SessionId session, Kind kind, String id, State state, long since, String evidence) {
    /// Whether something is missing at a moment: what begins later may still be under way.
    public boolean isOpen(long now) {
        return state == State.OPEN && since <= now;
    }

    /// What sort of evidence.
    public enum Kind {
        ORDINAL_HOLE,
        SEQUENCE_HOLE,
        TOOL_WITHOUT_RESULT,
        ANSWER_UNKNOWN_TO_OTHER,
        FILE_SHRANK,
        FILE_VANISHED,
        UNPARSABLE_LINE,
        REFUSED_REQUEST,
        RECEIVER_DOWN,
        /// Bytes of a file that were captured, or passed over, and cannot be read now.
        BYTES_LOST;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is known of it now.
    public enum State {
        OPEN,
        /// A later observation filled it.
        HEALED,
        /// A known cause: interrupted, killed, slash command, compaction.
        EXPLAINED,
        CANNOT_TELL;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
