package dev.twinlog.testkit.sim;

import dev.twinlog.model.Event;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.EventBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;

/// Narratives as text, one line for each event, so that two of them can be compared and a difference read.
public final class CanonicalText {
    private CanonicalText() {}

    /// The text of all narratives, sessions by id.
    public static String of(SortedMap<SessionId, List<Event>> narratives) {
        var text = new StringBuilder();
        narratives.forEach((session, events) -> {
            text.append("== ").append(session).append('\n');
            for (var event : events) text.append(of(event)).append('\n');
        });
        return text.toString();
    }

    /// The line of one event.
    public static String of(Event event) {
        return event.key() + " at=" + event.at() + " turn=" + event.turn() + " " + event.status() + " agent="
                + event.agentId() + " owner=" + event.owner() + " "
                + new String(EventBody.encode(event.groups()), StandardCharsets.UTF_8);
    }
}
