package dev.twinlog.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The order of a session's events (SPEC 3.4): turns by start, within a turn by time, kind, id. An event
/// without a turn stands by its own time. Turns that start together stand one after the other, by their ids.
/// The order is total over events that differ in turn, time, kind or id.
///
/// A turn starts with the first thing in it that has a time, other than the event of the turn itself: a fork
/// of Claude Code names its own turn on all that it copied, so that this event is as old as the first copied
/// prompt.
public final class NarrativeOrder {
    private static final Comparator<Placed<?>> ORDER = Comparator.comparingLong((Placed<?> placed) -> placed.start)
            .thenComparing(placed -> placed.place.turn, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingLong(placed -> placed.place.at)
            .thenComparing(placed -> placed.place.kind)
            .thenComparing(placed -> placed.place.id);

    private NarrativeOrder() {}

    /// What the order looks at.
    ///
    /// @param at epoch milliseconds, or {@link Observation#UNTIMED}
    /// @param id the event's id within its session and kind
    public record Place(@Nullable String turn, long at, Kind kind, String id) {}

    private record Placed<E>(E event, Place place, long start) {}

    /// The events in narrative order.
    public static <E> List<E> of(Collection<E> events, Function<? super E, Place> placeOf) {
        var places = new ArrayList<Place>(events.size());
        for (var event : events) places.add(placeOf.apply(event));
        var starts = starts(places);
        var placed = new ArrayList<Placed<E>>(events.size());
        int next = 0;
        for (var event : events) {
            var place = places.get(next++);
            placed.add(new Placed<>(event, place, start(place, starts)));
        }
        placed.sort(ORDER);
        var ordered = new ArrayList<E>(placed.size());
        for (var one : placed) ordered.add(one.event);
        return ordered;
    }

    /// Settled events in narrative order.
    public static List<Event> sort(Collection<Event> events) {
        return of(
                events,
                event -> new Place(
                        event.turn(),
                        event.at(),
                        event.key().kind(),
                        event.key().id()));
    }

    private static Map<String, Long> starts(List<Place> places) {
        var starts = new HashMap<String, Long>();
        for (var place : places) {
            if (place.turn == null || place.kind == Kind.TURN || place.at == Observation.UNTIMED) continue;
            starts.merge(place.turn, place.at, Math::min);
        }
        return starts;
    }

    private static long start(Place place, Map<String, Long> starts) {
        return place.turn == null ? place.at : starts.getOrDefault(place.turn, place.at);
    }
}
