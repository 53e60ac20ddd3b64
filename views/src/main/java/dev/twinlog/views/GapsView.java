package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gap ledger of one session or of all: a bare list of `{"session", "agent", "kind", "id", "state",
/// "since", "evidence"}`.
public record GapsView(List<Gap> gaps) implements Answer {
    public GapsView {
        gaps = List.copyOf(gaps);
    }

    public static GapsView of(StoreReader store, @Nullable SessionId session) {
        return new GapsView(store.gaps(session));
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var gap : gaps) {
            json.writeStartObject();
            json.writeStringField("session", gap.session().id());
            json.writeStringField("agent", gap.session().agent().wire());
            json.writeStringField("kind", gap.kind().wire());
            json.writeStringField("id", gap.id());
            json.writeStringField("state", gap.state().wire());
            Times.write(json, "since", gap.since());
            json.writeStringField("evidence", gap.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
