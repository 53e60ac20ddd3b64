package dev.twinlog.model;

import java.util.Comparator;

/// The name of an event: `agent/session/kind/id`. Unique over all sessions.
public record EventKey(SessionId session, Kind kind, String id) implements Comparable<EventKey> {
    private static final Comparator<EventKey> ORDER = Comparator.comparing(EventKey::session)
            .thenComparing(EventKey::kind)
            .thenComparing(EventKey::id);

    @Override
    public int compareTo(EventKey other) {
        return ORDER.compare(this, other);
    }

    /// The wire form `agent/session/kind/id`.
    @Override
    public String toString() {
        return session + "/" + kind.wire() + "/" + id;
    }

    /// The key of its wire form.
    ///
    /// @throws IllegalArgumentException when the text is not `agent/session/kind/id`
    public static EventKey parse(String wire) {
        var parts = wire.split("/", 4);
        if (parts.length < 4) throw new IllegalArgumentException("'" + wire + "' is not agent/session/kind/id");
        return new EventKey(new SessionId(Agent.ofWire(parts[0]), parts[1]), Kind.ofWire(parts[2]), parts[3]);
    }
}
