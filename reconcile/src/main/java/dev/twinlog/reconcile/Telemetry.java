package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// When, and of which turns, telemetry told of a session: from that follows whether it was expected to tell more.
///
/// @param times epoch milliseconds of what it told, rising
/// @param turns that it told anything of
record Telemetry(TreeSet<Long> times, Set<String> turns) {
    /// Whether telemetry should have told of something.
    enum Expected {
        /// It told of the same turn.
        YES,
        /// It told of the session before, but not of this turn, whose process may have been another, or have sent none.
        UNSURE,
        /// It never told of the session until then.
        NO
    }

    /// @param events of the session, those withheld too
    static Telemetry of(SessionState state, Collection<EventState> events, Evidence evidence) {
        var telemetry = new Telemetry(new TreeSet<>(), new HashSet<>());
        telemetry.times.addAll(evidence.sequences().times());
        for (var event : events) if (event.isToldBy(Witness.OTLP)) telemetry.add(state.turnName(event), event.at());
        return telemetry;
    }

    private void add(@Nullable String turn, long at) {
        if (turn != null) turns.add(turn);
        if (at != Observation.UNTIMED) times.add(at);
    }

    boolean isEmpty() {
        return times.isEmpty() && turns.isEmpty();
    }

    /// Whether telemetry should have told of something of a turn.
    Expected expected(@Nullable String turn, long at, TurnEnds ends) {
        if (turn != null && turns.contains(turn)) return Expected.YES;
        long start = ends.start(turn);
        if (start != Observation.UNTIMED && toldWithin(start, ends.laterStart(start) - 1)) return Expected.YES;
        return times.floor(at) == null ? Expected.NO : Expected.UNSURE;
    }

    /// Whether it told of anything from one time to another, both included.
    boolean toldWithin(long first, long last) {
        var told = times.ceiling(first);
        return told != null && told <= last;
    }

    /// The last time up to another at which it told of anything, or `UNTIMED`.
    long last(long at) {
        var last = times.floor(at);
        return last == null ? Observation.UNTIMED : last;
    }
}
