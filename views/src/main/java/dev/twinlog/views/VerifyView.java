package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.SessionId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the store holds what the journal settles to: `{"asOf", "sessions", "digest", "mismatches",
/// "damaged", "olderVersion", "sealed", "damage"}`, the four lists of `agent/id`.
///
/// @param sessions how many were looked at
/// @param digest   one SHA-256 in hex over all narratives
/// @param notEqual those that are not equal
/// @param damage   where the journal is damaged and what to do, or null when it tells everything
public record VerifyView(
        long asOf,
        long sessions,
        String digest,
        List<Checked> notEqual,
        @Nullable String damage) implements Answer {

    /// What settling anew said of a session.
    public enum Result {
        MISMATCH,
        /// Raw bytes of it are damaged in the journal: what is stored is all there is.
        DAMAGED,
        /// Settled by older readers; `twinlog rebuild` settles it by these.
        OLDER_VERSION,
        /// Its raw bytes have expired.
        SEALED
    }

    public record Checked(SessionId session, Result result) {}

    public VerifyView {
        notEqual = List.copyOf(notEqual);
    }

    /// Whether nothing contradicts the journal, and it tells everything.
    public boolean holds() {
        return notEqual.stream()
                .noneMatch(checked -> checked.result() == Result.MISMATCH || checked.result() == Result.DAMAGED);
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeNumberField("sessions", sessions);
        json.writeStringField("digest", digest);
        write(json, "mismatches", Result.MISMATCH);
        write(json, "damaged", Result.DAMAGED);
        write(json, "olderVersion", Result.OLDER_VERSION);
        write(json, "sealed", Result.SEALED);
        json.writeStringField("damage", damage);
        json.writeEndObject();
    }

    private void write(JsonGenerator json, String name, Result result) throws IOException {
        json.writeArrayFieldStart(name);
        for (var checked : notEqual)
            if (checked.result() == result) json.writeString(checked.session().toString());
        json.writeEndArray();
    }
}
