package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The events of a session by every id that they are known under. What share an id are one.
final class EventIndex {
    /// Hears that an event took in another.
    @FunctionalInterface
    interface Joins {
        void join(EventState into, EventState other);
    }

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

    /// Gives back what was put away.
    EventState.Bodies bodies() {
        return bodies;
    }

    @Nullable
    EventState lookup(Kind kind, Alias alias) {
        var event = byAlias.get(new Aliased(kind, alias));
        return event == null ? null : event.current();
    }

    /// The one event of all these ids.
    ///
    /// @param joins hears of each two events that were told of and become one
    EventState of(Kind kind, List<Alias> aliases, Joins joins) {
        EventState event = null;
        for (var alias : aliases) {
            var known = lookup(kind, alias);
            if (known == null || known == event) continue;
            event = event == null ? known : join(event, known, joins);
        }
        if (event == null) event = new EventState(session, kind, aliases.getFirst());
        for (var alias : aliases) know(event, alias);
        return event;
    }

    private void know(EventState event, Alias alias) {
        byAlias.put(new Aliased(event.kind(), alias), event);
        event.alias(alias);
    }

    private EventState join(EventState into, EventState other, Joins joins) {
        boolean bothHeard = into.isHeard() && other.isHeard();
        into.join(other, bodies);
        heard.remove(other);
        if (into.isHeard()) heard.add(into);
        leave(other);
        if (bothHeard) joins.join(into, other);
        return into;
    }

    /// Notes that an observation told of an event.
    void hear(EventState event) {
        heard.add(event);
    }

    /// An event does not stand in the narrative any more.
    void leave(EventState event) {
        long row = event.leave(bodies);
        if (row != 0) forgotten.add(row);
    }

    /// The events that observations told of, also those that do not stand in the narrative.
    Collection<EventState> heard() {
        return Collections.unmodifiableSet(heard);
    }

    /// The requests that telemetry tells of and the transcript does not, so that they fill nothing.
    Collection<EventState> withheld() {
        return heard.stream().filter(EventState::isWithheld).toList();
    }

    /// Every id, and the event that goes by it now.
    void eachAlias(BiConsumer<Alias, EventState> visitor) {
        byAlias.forEach((known, event) -> visitor.accept(known.alias, event.current()));
    }

    /// The rows whose events are gone.
    List<Long> forgotten() {
        return List.copyOf(forgotten);
    }

    void flushed() {
        forgotten.clear();
    }
}
