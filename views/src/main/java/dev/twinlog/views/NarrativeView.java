package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Witness;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import dev.twinlog.store.StoreReader.StoredNarrative;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One session with its events in narrative order:
/// `{"asOf", "session": {…}, "events": [{"key", "kind", "at", "turn", "status", "agentId", "fields": {NAME:
/// {"value", "witness"}}}]}`. An event that was copied from another session has the key of the
/// owner's event and `"copied": true`.
public record NarrativeView(long asOf, SessionsView.Session session, List<Told> events) implements Answer {

    /// An event; its fields are read when they are asked for.
    public record Told(EventKey key, NarrativeEvent event) {
        /// The fields by name, in the order of their groups. A name that two groups have keeps its bare form
        /// in the first; in the others it is `group.name`.
        public Map<String, Field> fields() {
            return flat(EventBody.decode(event.body()));
        }
    }

    /// @param value a `String`, `Long`, `Double` or `Boolean`
    public record Field(Object value, Witness witness) {}

    public NarrativeView {
        events = List.copyOf(events);
    }

    /// The narrative of a session, or nothing when it is not known.
    public static Optional<NarrativeView> of(StoreReader store, SessionId id, long asOf) {
        return store.narrative(id).map(stored -> {
            var ordered = NarrativeOrder.of(stored.events(), NarrativeView::place);
            var told = ordered.stream()
                    .map(event -> new Told(key(stored, id, event), event))
                    .toList();
            return new NarrativeView(
                    asOf, SessionsView.Session.of(stored.session(), openGaps(store, id, asOf), asOf), told);
        });
    }

    private static long openGaps(StoreReader store, SessionId id, long now) {
        return store.gaps(id).stream().filter(gap -> gap.isOpen(now)).count();
    }

    /// A copy refers to the owner's event.
    private static EventKey key(StoredNarrative stored, SessionId id, NarrativeEvent event) {
        var original = stored.originals().get(event.id());
        return original == null ? new EventKey(id, event.kind(), event.key()) : original;
    }

    private static NarrativeOrder.Place place(NarrativeEvent event) {
        return new NarrativeOrder.Place(event.turn(), event.at(), event.kind(), event.key());
    }

    private static Map<String, Field> flat(SortedMap<FieldGroup, Chosen> groups) {
        var flat = new LinkedHashMap<String, Field>();
        groups.forEach((group, chosen) -> chosen.fields().forEach((name, value) -> {
            var field = new Field(value, chosen.witness());
            if (flat.putIfAbsent(name, field) != null) flat.put(group.wire() + "." + name, field);
        }));
        return flat;
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        json.writeFieldName("session");
        session.writeJson(json);
        json.writeArrayFieldStart("events");
        for (var event : events) write(json, event);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Told told) throws IOException {
        json.writeStartObject();
        writeFields(json, told);
        json.writeEndObject();
    }

    /// What an event's object holds.
    static void writeFields(JsonGenerator json, Told told) throws IOException {
        var event = told.event();
        json.writeStringField("key", told.key().toString());
        json.writeStringField("kind", event.kind().wire());
        Times.write(json, "at", event.at());
        json.writeStringField("turn", event.turn());
        json.writeStringField("status", event.status());
        json.writeStringField("agentId", event.agentId());
        if (!event.owned()) json.writeBooleanField("copied", true);
        json.writeObjectFieldStart("fields");
        for (var field : told.fields().entrySet()) {
            json.writeObjectFieldStart(field.getKey());
            writeValue(json, field.getValue().value());
            json.writeStringField("witness", field.getValue().witness().wire());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        json.writeFieldName("value");
        switch (value) {
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean bool -> json.writeBoolean(bool);
            case null, default -> json.writeString(value == null ? null : value.toString());
        }
    }
}
