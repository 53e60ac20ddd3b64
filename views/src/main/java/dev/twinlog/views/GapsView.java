package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Agent;
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

    /// The part of the ledger that is asked for, as it stands at a moment: what may still be under way is no gap yet.
    ///
    /// @param session only of this one, or null
    /// @param now     epoch milliseconds
    public static GapsView of(StoreReader store, @Nullable SessionId session, Filter filter, long now) {
        return new GapsView(store.gaps(session).stream()
                .filter(gap -> gap.state() != Gap.State.OPEN || gap.isOpen(now))
                .filter(filter::lets)
                .toList());
    }

    /// Which gaps are asked for; null: any.
    public record Filter(@Nullable Agent agent, Gap.@Nullable Kind kind, Gap.@Nullable State state) {
        boolean lets(Gap gap) {
            return (agent == null || gap.session().agent() == agent)
                    && (kind == null || gap.kind() == kind)
                    && (state == null || gap.state() == state);
        }
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
