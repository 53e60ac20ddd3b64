package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Agent;
import dev.twinlog.model.EventKey;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SearchHit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What full-text search finds, the latest first, one hit an event: a bare list of `{"session", "event",
/// "at", "agent", "snippet"}`. Hits are handed on as they are found, since a common word has very many.
///
/// @param agent only this agent's, or null
/// @param limit at most so many, or 0 for all
public record SearchView(
        StoreReader store, String typed, @Nullable Agent agent, int limit) implements Answer {

    /// @param session the agent's own id
    /// @param event   the event's key
    /// @param at      epoch milliseconds
    /// @param snippet at most 160 characters around the first match, safe to show
    public record Hit(String session, String event, long at, Agent agent, String snippet) {
        private static Hit of(SearchHit found) {
            return new Hit(
                    found.session().id(),
                    new EventKey(found.session(), found.kind(), found.key()).toString(),
                    found.at(),
                    found.session().agent(),
                    Snippet.of(found.text(), found.start(), found.end()));
        }
    }

    /// Hands over each hit.
    public void each(Consumer<Hit> hits) {
        var query = SearchQuery.of(typed);
        if (agent == null) store.search(query, limit, found -> hits.accept(Hit.of(found)));
        else store.search(query, 0, ofAgent(agent, hits));
    }

    private Consumer<SearchHit> ofAgent(Agent wanted, Consumer<Hit> hits) {
        var passed = new AtomicInteger();
        return found -> {
            if (found.session().agent() != wanted || limit > 0 && passed.get() >= limit) return;
            passed.incrementAndGet();
            hits.accept(Hit.of(found));
        };
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartArray();
        try {
            each(hit -> write(json, hit));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Hit hit) {
        try {
            json.writeStartObject();
            json.writeStringField("session", hit.session());
            json.writeStringField("event", hit.event());
            Times.write(json, "at", hit.at());
            json.writeStringField("agent", hit.agent().wire());
            json.writeStringField("snippet", hit.snippet());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
