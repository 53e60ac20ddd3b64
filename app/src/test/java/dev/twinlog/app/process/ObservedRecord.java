package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.codex.ControlProxy;
import dev.twinlog.testkit.agents.codex.ProxiedMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything that Twinlog and the user's app-server said to each other, and the rules that it must keep there.
///
/// @param messages in order
record ObservedRecord(List<ProxiedMessage> messages) {
    static final String OBSERVER = "twinlog-observer";

    /// All that an observer may ever say.
    private static final Set<String> ALLOWED = Set.of(
            "initialize",
            "initialized",
            "account/read",
            "thread/loaded/list",
            "thread/read",
            "thread/resume",
            "thread/unsubscribe");

    static ObservedRecord of(ControlProxy proxy) {
        return new ObservedRecord(proxy.messages(OBSERVER));
    }

    /// It never answers, starts, steers or signs out anything, and resumes only what it has seen active and listed.
    void doesNoHarm() {
        assertThat(messages).as("something was observed").isNotEmpty();
        var connections = new HashMap<Integer, Seen>();
        for (var message : messages) {
            var seen = connections.computeIfAbsent(message.connection(), ignored -> new Seen());
            if (message.fromClient()) seen.said(message);
            else seen.heard(message);
        }
    }

    /// The threads that were resumed.
    Set<String> resumed() {
        var threads = new HashSet<String>();
        for (var message : messages) if (message.method().equals("thread/resume")) threads.add(thread(message));
        return threads;
    }

    /// Whether the server asked for an approval on this connection.
    boolean wasAsked() {
        return messages.stream()
                .anyMatch(one ->
                        !one.fromClient() && one.isRequest() && one.method().endsWith("/requestApproval"));
    }

    /// How many messages of a method it said.
    long said(String method) {
        return messages.stream()
                .filter(one -> one.fromClient() && one.method().equals(method))
                .count();
    }

    private static String thread(ProxiedMessage message) {
        return message.json().at("params", "threadId").text();
    }

    /// What one connection has come to know.
    private static final class Seen {
        private final Set<String> active = new HashSet<>();
        private final Map<String, String> asked = new HashMap<>();
        private Set<String> listed = Set.of();

        private void said(ProxiedMessage message) {
            assertThat(message.isAnswer()).as("an answer: " + message).isFalse();
            assertThat(ALLOWED).as("what it said: " + message).contains(message.method());
            if (message.isRequest()) asked.put(message.json().at("id").text(), message.method());
            if (message.method().equals("thread/resume")) resumes(message);
        }

        private void resumes(ProxiedMessage message) {
            var params = message.json().at("params");
            assertThat(active).as("seen active before " + message).contains(thread(message));
            assertThat(listed).as("listed directly before " + message).contains(thread(message));
            assertThat(params.names()).as("" + message).containsExactlyInAnyOrder("threadId", "excludeTurns");
            assertThat(params.at("excludeTurns").isTrue()).isTrue();
        }

        private void heard(ProxiedMessage message) {
            var json = message.json();
            switch (message.method()) {
                case "thread/status/changed" -> status(thread(message), json.at("params", "status"));
                case "thread/started" ->
                    status(json.at("params", "thread", "id").text(), json.at("params", "thread", "status"));
                case "" -> {
                    if ("thread/loaded/list".equals(asked.remove(json.at("id").text()))) listed(json);
                }
                default -> {}
            }
        }

        private void status(String thread, Json status) {
            if (status.at("type").text().equals("active")) active.add(thread);
        }

        private void listed(Json answer) {
            listed = new HashSet<>(
                    answer.at("result", "data").list().stream().map(Json::text).toList());
        }
    }
}
