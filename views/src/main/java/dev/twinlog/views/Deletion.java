package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What becomes of a session's files at the agent's own clean-up, and what Twinlog has of them:
/// `{"state": "due" | "never" | "gone" | "unknown", "at", "daysLeft", "captured", "kept": "raw" | "redacted" |
/// "settled", "reason"}`.
///
/// @param at       from when on the agent deletes the first of the files when it starts, epoch milliseconds;
///                 null unless due
/// @param captured whether every byte that lies in its files is in Twinlog's journal, forced to disk
/// @param kept     what is left of it here once the agent has deleted it
/// @param reason   why not everything is captured, else why it is never deleted; null when there is nothing to
///                 explain
public record Deletion(
        State state,
        @Nullable Long at,
        @Nullable Long daysLeft,
        boolean captured,
        Kept kept,
        @Nullable String reason) {
    /// Whether the agent deletes a session's files.
    public enum State {
        /// It does, some time.
        DUE,
        /// It does not, as far as its settings tell.
        NEVER,
        /// They are no longer there.
        GONE,
        /// It cannot be told whether they are there, since what they lie in cannot be looked into.
        UNKNOWN
    }

    /// What Twinlog has of a session once its files are gone.
    public enum Kept {
        /// The files, byte for byte.
        RAW,
        /// The files without secrets, and what is settled from them.
        REDACTED,
        /// What is settled from them.
        SETTLED
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("deletion");
        json.writeStringField("state", state.name().toLowerCase(Locale.ROOT));
        json.writeStringField("at", at == null ? null : Times.text(at));
        if (daysLeft == null) json.writeNullField("daysLeft");
        else json.writeNumberField("daysLeft", daysLeft);
        json.writeBooleanField("captured", captured);
        json.writeStringField("kept", kept.name().toLowerCase(Locale.ROOT));
        json.writeStringField("reason", reason);
        json.writeEndObject();
    }
}
