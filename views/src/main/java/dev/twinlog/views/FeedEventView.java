package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.StoreReader.SettledEvent;
import java.io.IOException;

/// One event by itself: `{"session": "agent/id", …}`, and then what {@link NarrativeView} tells of it.
public record FeedEventView(SettledEvent settled) implements Answer {
    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("session", settled.session().toString());
        NarrativeView.writeFields(json, new NarrativeView.Told(settled.key(), settled.event()));
        json.writeEndObject();
    }
}
