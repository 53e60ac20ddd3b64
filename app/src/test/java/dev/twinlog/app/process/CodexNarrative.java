package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A thread of Codex as `show --json` tells it.
record CodexNarrative(Json session, List<Json> events) {
    /// What the ids of calls begin with that a program of the model makes, and not the model itself.
    private static final String NESTED = "exec-";

    static CodexNarrative of(Json shown) {
        var events = shown.at("events");
        return new CodexNarrative(shown.at("session"), events.value() == null ? List.of() : events.elements());
    }

    List<Json> events(String kind) {
        return events.stream()
                .filter(event -> event.at("kind").text().equals(kind)
                        && !event.at("copied").isTrue())
                .toList();
    }

    /// The only event of a kind.
    Json only(String kind) {
        assertThat(events(kind)).hasSize(1);
        return events(kind).getFirst();
    }

    /// The only event of a kind that has a status.
    Json only(String kind, String status) {
        var events = events(kind).stream()
                .filter(event -> event.at("status").text().equals(status))
                .toList();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    /// The statuses of the events of a kind, in order.
    List<String> statuses(String kind) {
        return events(kind).stream().map(event -> event.at("status").text()).toList();
    }

    List<String> texts(String kind) {
        return events(kind).stream().map(event -> Account.field(event, "text")).toList();
    }

    /// Tokens by the id of the response.
    SortedMap<String, Map<String, Long>> requests() {
        var requests = new TreeMap<String, Map<String, Long>>();
        for (var request : events("model_request")) {
            var tokens = new TreeMap<String, Long>();
            for (var name : List.of("inputTokens", "cachedInputTokens", "outputTokens", "reasoningTokens"))
                tokens.put(name, request.at("fields", name, "value").number());
            requests.put(Account.field(request, "responseId"), tokens);
        }
        return requests;
    }

    private SortedMap<String, String> calls() {
        var calls = new TreeMap<String, String>();
        for (var call : events("tool_call")) calls.put(id(call), Account.field(call, "name"));
        return calls;
    }

    private static String id(Json event) {
        return event.at("key").text().replaceFirst(".*/", "");
    }

    /// Holds it against what the model sent; nothing may be told twice.
    void equal(SentByModel sent) {
        assertThat(events).extracting(event -> event.at("key").text()).doesNotHaveDuplicates();
        assertThat(requests()).isEqualTo(sent.requests());
        assertThat(texts("message")).isEqualTo(sent.messages());
        assertThat(texts("reasoning")).isEqualTo(sent.thoughts());
        var calls = calls();
        calls.keySet().removeIf(id -> id.startsWith(NESTED));
        assertThat(calls).isEqualTo(sent.calls());
    }
}
