package dev.twinlog.setup.agents;

import java.util.Locale;

/// Why a file of settings is left as it is.
///
/// @param words what, where, and what to do
public record Objection(Rule rule, String words) {
    /// The kinds of objections.
    public enum Rule {
        /// The file is not in its format: with line and column.
        UNPARSABLE,
        /// It has a part where ours would be that is no such part.
        UNFIT,
        /// It sends telemetry elsewhere already.
        OTHER_EXPORTER,
        /// An edit would change more than it should.
        UNSAFE_EDIT,
        /// What was written has been changed since.
        CHANGED_SINCE,
        /// Something of ours is there, and nothing is on record of how it came there.
        NOTHING_ON_RECORD,
        /// The file cannot be written.
        READ_ONLY;

        /// The name in answers: `other_exporter`.
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
