package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// When, and of which turns, telemetry told of a session: from that follows whether it was expected to tell more.
///
/// @param times of what it told
/// @param turns that it told anything of
record Telemetry(RisingTimes times, Set<String> turns) {
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
        var times = LongStream.builder();
        var turns = new HashSet<String>();
        evidence.sequences().times().forEach(times);
        for (var event : events) {
            if (!event.isToldBy(Witness.OTLP)) continue;
            var turn = state.turnName(event);
            if (turn != null) turns.add(turn);
            if (event.at() != Observation.UNTIMED) times.add(event.at());
        }
        return new Telemetry(new RisingTimes(times.build().toArray()), turns);
    }

    boolean isEmpty() {
        return times.isEmpty() && turns.isEmpty();
    }

    /// Whether telemetry should have told of something of a turn.
    Expected expected(@Nullable String turn, long at, TurnEnds ends) {
        if (turn != null && turns.contains(turn)) return Expected.YES;
        long start = ends.start(turn);
        if (start != Observation.UNTIMED && times.anyWithin(start, ends.laterStart(start) - 1)) return Expected.YES;
        return times.last(at) == Observation.UNTIMED ? Expected.NO : Expected.UNSURE;
    }
}
