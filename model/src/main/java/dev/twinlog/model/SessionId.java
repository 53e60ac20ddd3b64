package dev.twinlog.model;

import java.util.Comparator;
import java.util.Objects;

/// A session of an agent, by the agent's own id.
public record SessionId(Agent agent, String id) implements Comparable<SessionId> {
    private static final Comparator<SessionId> ORDER =
            Comparator.comparing(SessionId::agent).thenComparing(SessionId::id);

    public SessionId {
        Objects.requireNonNull(agent);
        if (id.isEmpty()) throw new IllegalArgumentException("a session needs an id");
    }

    @Override
    public int compareTo(SessionId other) {
        return ORDER.compare(this, other);
    }

    /// `agent/id`.
    @Override
    public String toString() {
        return agent.wire() + "/" + id;
    }
}
