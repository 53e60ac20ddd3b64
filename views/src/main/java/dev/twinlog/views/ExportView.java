package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// One session as JSON lines, each ended by a newline: first `{"type": "session", …}` with the fields of
/// {@link SessionsView}, then each event as `{"type": "event", "session": "agent/id", …}` with those of
/// {@link NarrativeView}, in its order. A session that is no longer there is no line at all.
///
/// @param asOf epoch milliseconds, for telling what is live and which gaps are open
public record ExportView(StoreReader store, SessionId session, long asOf) implements Answer {
    private static final SerializedString NO_SEPARATOR = new SerializedString("");

    /// Sessions in the order of an export: by their begin, then agent and id.
    public static List<SessionId> order(List<SessionRow> sessions) {
        return sessions.stream()
                .sorted(Comparator.comparingLong(SessionRow::startedAt)
                        .thenComparing(row -> row.id().toString()))
                .map(SessionRow::id)
                .toList();
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.setRootValueSeparator(NO_SEPARATOR);
        var narrative = NarrativeView.of(store, session, asOf);
        if (narrative.isEmpty()) return;
        json.writeStartObject();
        json.writeStringField("type", "session");
        narrative.get().session().writeFields(json);
        endLine(json);
        for (var event : narrative.get().events()) {
            json.writeStartObject();
            json.writeStringField("type", "event");
            json.writeStringField("session", session.toString());
            event.writeFields(json);
            endLine(json);
        }
    }

    private static void endLine(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
