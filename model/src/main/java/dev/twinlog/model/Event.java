package dev.twinlog.model;

import java.util.Comparator;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A settled fact of a session.
///
/// @param key     its name
/// @param at      when it stands in the narrative, epoch milliseconds, or {@link Observation#UNTIMED}
/// @param turn    the id of its turn, or null
/// @param status  `completed`, `failed`, `denied`, `interrupted`, `incomplete`, `open` or `unknown`
/// @param agentId the subagent inside the session, or null
/// @param owner   the session that owns it: its own, or for copied history another
/// @param groups  its fields
public record Event(
        EventKey key,
        long at,
        @Nullable String turn,
        String status,
        @Nullable String agentId,
        SessionId owner,
        SortedMap<FieldGroup, Chosen> groups) {

    /// The order within a turn: time, then kind, then key.
    public static final Comparator<Event> WITHIN_TURN = Comparator.comparingLong(Event::at)
            .thenComparing((Event e) -> e.key().kind())
            .thenComparing((Event e) -> e.key().id());

    /// Whether the session that tells it also owns it, rather than having copied it.
    public boolean owned() {
        return owner.equals(key.session());
    }
}
