package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.SessionId;
import java.io.IOException;
import java.util.List;

/// Whether the store holds what the journal settles to: `{"asOf", "sessions", "digest", "mismatches",
/// "olderVersion", "sealed"}`, the last three lists of `agent/id`.
///
/// @param sessions how many were looked at
/// @param digest   one SHA-256 in hex over all narratives
/// @param notEqual those that are not equal
public record VerifyView(long asOf, long sessions, String digest, List<Checked> notEqual) implements Answer {

    /// What settling anew said of a session.
    public enum Result {
        MISMATCH,
        /// Settled by older readers; `twinlog rebuild` settles it by these.
        OLDER_VERSION,
        /// Its raw bytes have expired.
        SEALED
    }

    public record Checked(SessionId session, Result result) {}

    public VerifyView {
        notEqual = List.copyOf(notEqual);
    }

    /// Whether nothing contradicts the journal.
    public boolean holds() {
        return notEqual.stream().noneMatch(checked -> checked.result() == Result.MISMATCH);
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeNumberField("sessions", sessions);
        json.writeStringField("digest", digest);
        write(json, "mismatches", Result.MISMATCH);
        write(json, "olderVersion", Result.OLDER_VERSION);
        write(json, "sealed", Result.SEALED);
        json.writeEndObject();
    }

    private void write(JsonGenerator json, String name, Result result) throws IOException {
        json.writeArrayFieldStart(name);
        for (var checked : notEqual)
            if (checked.result() == result) json.writeString(checked.session().toString());
        json.writeEndArray();
    }
}
