package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.Batch.SessionRow;
import java.io.IOException;

/// What a feed tells of a session before its first event: `{"session": "agent/id", "project", "title", "parent"}`.
public record FeedSessionView(SessionRow row) implements Answer {
    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("session", row.id().toString());
        json.writeStringField("project", row.project());
        json.writeStringField("title", row.title());
        json.writeStringField("parent", row.parent());
        json.writeEndObject();
    }
}
