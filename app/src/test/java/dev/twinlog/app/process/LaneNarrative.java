package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A session as `show --json` tells it, or as the live feed has told it so far.
record LaneNarrative(JsonText session, List<JsonText> events) {
    List<JsonText> events(String kind) {
        return events.stream()
                .filter(event -> event.at("kind").text().equals(kind)
                        && !event.at("copied").isTrue())
                .toList();
    }

    /// The only event of a kind.
    JsonText only(String kind) {
        assertThat(events(kind)).hasSize(1);
        return events(kind).getFirst();
    }

    static String field(JsonText event, String name) {
        return event.at("fields", name, "value").text();
    }

    static long number(JsonText event, String name) {
        return event.at("fields", name, "value").number();
    }

    /// The statuses of the events of a kind, in order.
    List<String> statuses(String kind) {
        return events(kind).stream().map(event -> event.at("status").text()).toList();
    }

    List<String> texts(String kind) {
        return events(kind).stream().map(event -> field(event, "text")).toList();
    }

    /// Tokens by the id of the response.
    SortedMap<String, Map<String, Long>> requests() {
        var requests = new TreeMap<String, Map<String, Long>>();
        for (var request : events("model_request")) {
            var tokens = new TreeMap<String, Long>();
            for (var name : List.of("inputTokens", "cachedInputTokens", "outputTokens", "reasoningTokens"))
                tokens.put(name, number(request, name));
            requests.put(field(request, "responseId"), tokens);
        }
        return requests;
    }

    private SortedMap<String, String> calls() {
        var calls = new TreeMap<String, String>();
        for (var call : events("tool_call")) calls.put(id(call), field(call, "name"));
        return calls;
    }

    static String id(JsonText event) {
        return event.at("key").text().replaceFirst(".*/", "");
    }

    /// Each event in its last form, by key.
    Map<String, JsonText> latest() {
        var latest = new LinkedHashMap<String, JsonText>();
        for (var event : events) latest.put(event.at("key").text(), event);
        return latest;
    }

    /// Holds it against what the model sent; nothing may be told twice.
    void equal(SentByModel sent) {
        assertThat(events).extracting(event -> event.at("key").text()).doesNotHaveDuplicates();
        assertThat(requests()).isEqualTo(sent.requests());
        assertThat(texts("message")).isEqualTo(sent.messages());
        assertThat(texts("reasoning")).isEqualTo(sent.thoughts());
        assertThat(calls()).isEqualTo(sent.calls());
    }
}
