package dev.twinlog.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The order of a narrative (SPEC 3.4): turns by start, within a turn by time, kind, key. An event without a turn
/// stands as a turn of its own. Things without a time stand first in their turn.
///
/// A turn starts with the first thing in it that has a time, other than the event of the turn itself: a fork of Claude
/// Code names its own turn on all that it copied, so that this event is as old as the first copied prompt.
public final class NarrativeOrder {
    /// What the order looks at.
    public interface Placed {
        /// The id of its turn, or null.
        @Nullable
        String turn();

        /// Epoch milliseconds.
        long at();

        Kind kind();

        /// The id in its key.
        String id();
    }

    private record Place<T>(T thing, long start, String turn, Placed placed) {}

    private NarrativeOrder() {}

    /// The events in order.
    public static List<Event> sort(Collection<Event> events) {
        return sort(events, PlacedEvent::new);
    }

    /// Things in the order of their places.
    public static <T> List<T> sort(Collection<T> things, Function<T, Placed> placing) {
        var starts = new HashMap<String, Long>();
        var places = new ArrayList<Place<T>>(things.size());
        for (var thing : things) note(placing.apply(thing), starts);
        for (var thing : things) places.add(place(thing, placing.apply(thing), starts));
        places.sort(Comparator.comparingLong((Place<T> place) -> place.start)
                .thenComparing(place -> place.turn)
                .thenComparingLong(place -> place.placed.at())
                .thenComparing(place -> place.placed.kind())
                .thenComparing(place -> place.placed.id()));
        return places.stream().map(place -> place.thing).toList();
    }

    private static void note(Placed placed, Map<String, Long> starts) {
        if (placed.turn() == null || placed.kind() == Kind.TURN || placed.at() == Observation.UNTIMED) return;
        starts.merge(placed.turn(), placed.at(), Math::min);
    }

    private static <T> Place<T> place(T thing, Placed placed, Map<String, Long> starts) {
        var turn = placed.turn();
        if (turn == null) return new Place<>(thing, placed.at(), "", placed);
        return new Place<>(thing, starts.getOrDefault(turn, placed.at()), turn, placed);
    }

    private record PlacedEvent(Event event) implements Placed {
        @Override
        public @Nullable String turn() {
            return event.turn();
        }

        @Override
        public long at() {
            return event.at();
        }

        @Override
        public Kind kind() {
            return event.key().kind();
        }

        @Override
        public String id() {
            return event.key().id();
        }
    }
}
