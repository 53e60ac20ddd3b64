package dev.twinlog.testkit.agents.codex;

import dev.twinlog.testkit.Json;
import org.jspecify.annotations.Nullable;

/// Who asked the model for a response, as the request says.
///
/// @param parent the thread that this one was spawned by, or null
/// @param kind   of the request: `turn`, `compaction`
public record Asker(String thread, @Nullable String parent, String turn, String kind) {
    private static final String TURN_METADATA = "x-codex-turn-metadata";
    private static final String PARENT = "x-codex-parent-thread-id";

    static Asker of(Json body) {
        var client = body.at("client_metadata");
        var turn = Json.read(client.at(TURN_METADATA).text());
        return new Asker(
                turn.at("thread_id").text(),
                client.at(PARENT).there() ? client.at(PARENT).text() : null,
                turn.at("turn_id").text(),
                turn.at("request_kind").text());
    }
}
