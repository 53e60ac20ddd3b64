package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sessions, the one with the latest activity first: a bare list.
public record SessionsView(List<Session> sessions) implements Answer {
    /// A session that said nothing for so long is not live, even if nothing told its end.
    public static final Duration LIVE_FOR = Duration.ofMinutes(5);

    /// @param live     whether it is under way, as far as can be told
    /// @param openGaps how many gaps are open now
    /// @param deletion what becomes of its files at the agent's own clean-up, or null when nobody looked
    public record Session(
            SessionRow row,
            boolean live,
            long openGaps,
            @Nullable Deletion deletion) {
        static Session of(SessionRow row, long openGaps, long now) {
            return of(row, openGaps, null, now);
        }

        static Session of(SessionRow row, long openGaps, @Nullable Deletion deletion, long now) {
            return new Session(row, !row.ended() && row.endedAt() >= now - LIVE_FOR.toMillis(), openGaps, deletion);
        }

        void writeJson(JsonGenerator json) throws IOException {
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        }

        void writeFields(JsonGenerator json) throws IOException {
            json.writeStringField("id", row.id().id());
            json.writeStringField("agent", row.id().agent().wire());
            json.writeStringField("project", row.project());
            json.writeStringField("title", row.title());
            Times.write(json, "startedAt", row.startedAt());
            Times.write(json, "endedAt", row.endedAt());
            json.writeNumberField("prompts", row.prompts());
            json.writeNumberField("messages", row.messages());
            json.writeNumberField("toolCalls", row.toolCalls());
            json.writeStringField("parent", row.parent());
            json.writeBooleanField("live", live);
            json.writeNumberField("openGaps", openGaps);
            json.writeStringField("gitBranch", row.gitBranch());
            json.writeStringField("version", row.version());
            json.writeStringField("model", row.model());
            if (deletion != null) deletion.write(json);
        }
    }

    public SessionsView {
        sessions = List.copyOf(sessions);
    }

    /// @param now epoch milliseconds, for telling what is live and which gaps are open
    public static SessionsView of(StoreReader store, SessionFilter filter, long now) {
        return of(store, filter, Map.of(), now);
    }

    /// The same with what becomes of sessions' files.
    ///
    /// @param now epoch milliseconds
    public static SessionsView of(
            StoreReader store, SessionFilter filter, Map<SessionId, Deletion> deletions, long now) {
        var open = store.openGaps(now);
        return new SessionsView(store.sessions(filter).stream()
                .map(row -> Session.of(row, open.getOrDefault(row.id(), 0L), deletions.get(row.id()), now))
                .toList());
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var session : sessions) session.writeJson(json);
        json.writeEndArray();
    }
}
