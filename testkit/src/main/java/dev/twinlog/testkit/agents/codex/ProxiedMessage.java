package dev.twinlog.testkit.agents.codex;

import dev.twinlog.testkit.Json;

/// A message that a proxy has passed on.
///
/// @param connection counts connections from 1
/// @param fromClient whether the client said it; else the server did
/// @param at         epoch milliseconds
public record ProxiedMessage(int connection, boolean fromClient, long at, String text) {
    /// The message.
    public Json json() {
        return Json.read(text);
    }

    /// Its method; empty of an answer.
    public String method() {
        var method = json().at("method");
        return method.there() ? method.text() : "";
    }

    /// Whether it answers a request, by a result or an error.
    public boolean isAnswer() {
        return method().isEmpty();
    }

    /// Whether it asks for an answer.
    public boolean isRequest() {
        return !isAnswer() && json().at("id").there();
    }

    @Override
    public String toString() {
        return connection + (fromClient ? " > " : " < ") + text;
    }
}
