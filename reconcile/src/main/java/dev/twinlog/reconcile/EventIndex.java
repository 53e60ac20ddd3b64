package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The events of a session by every id that they are known under. What share an id are one.
final class EventIndex {
    private record Aliased(Kind kind, Alias alias) {}

    private final SessionState session;
    private final EventState.Bodies bodies;
    private final Map<Aliased, EventState> byAlias = new HashMap<>();
    private final Set<EventState> heard = new LinkedHashSet<>();
    private final List<Long> forgotten = new ArrayList<>();

    EventIndex(SessionState session, EventState.Bodies bodies) {
        this.session = session;
        this.bodies = bodies;
    }

    @Nullable
    EventState lookup(Kind kind, Alias alias) {
        var event = byAlias.get(new Aliased(kind, alias));
        return event == null ? null : event.current();
    }

    /// The one event of all these ids.
    EventState of(Kind kind, List<Alias> aliases) {
        EventState event = null;
        for (var alias : aliases) {
            var known = lookup(kind, alias);
            if (known == null || known == event) continue;
            event = event == null ? known : join(event, known);
        }
        if (event == null) event = new EventState(session, kind, aliases.getFirst());
        for (var alias : aliases) know(event, alias);
        return event;
    }

    /// Makes the events of two ids one.
    ///
    /// @return the one that was joined to another and is no more; null when at most one was there
    @Nullable
    EventState link(Link link) {
        var one = lookup(link.kind(), link.one());
        var other = lookup(link.kind(), link.other());
        of(link.kind(), List.of(link.one(), link.other()));
        return one == null || other == null || one == other ? null : other;
    }

    private void know(EventState event, Alias alias) {
        byAlias.put(new Aliased(event.kind(), alias), event);
        event.alias(alias);
    }

    private EventState join(EventState into, EventState other) {
        into.join(other, bodies);
        heard.remove(other);
        if (into.isHeard()) heard.add(into);
        if (other.row() != 0) forgotten.add(other.row());
        return into;
    }

    /// Notes that an observation told of an event.
    void hear(EventState event) {
        heard.add(event);
    }

    /// The events that observations told of.
    Collection<EventState> heard() {
        return Collections.unmodifiableSet(heard);
    }

    /// The rows whose events are gone.
    List<Long> forgotten() {
        return List.copyOf(forgotten);
    }

    void flushed() {
        forgotten.clear();
    }
}
