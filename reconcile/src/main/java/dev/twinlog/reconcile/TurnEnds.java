package dev.twinlog.reconcile;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// When the turns of a session began, which are known to be over, and which of them by interruption.
final class TurnEnds {
    /// No other turn began.
    static final long NEVER = Long.MAX_VALUE;

    private static final String INTERRUPTED = "interrupted";

    private final Set<String> interrupted = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Long> starts = new HashMap<>();
    private final TreeSet<Long> startTimes = new TreeSet<>();

    /// @param events of the session
    static TurnEnds of(SessionState state, Collection<EventState> events) {
        var ends = new TurnEnds();
        for (var event : events) ends.add(state, event);
        ends.startTimes.addAll(ends.starts.values());
        return ends;
    }

    private void add(SessionState state, EventState event) {
        if (event.kind() != Kind.TURN && event.kind() != Kind.NOTICE) return;
        var turn = state.turnName(event);
        if (turn == null) return;
        if (event.kind() == Kind.TURN) addTurn(turn, event);
        else if (isInterruption(event)) interrupted.add(turn);
    }

    private void addTurn(String turn, EventState event) {
        starts.merge(turn, event.at(), Math::min);
        var outcome = event.fields(FieldGroup.OUTCOME);
        var status = outcome == null ? null : outcome.text(Status.FIELD);
        if (status == null) return;
        ended.add(turn);
        if (status.equals(INTERRUPTED)) interrupted.add(turn);
    }

    private static boolean isInterruption(EventState event) {
        var about = event.fields(FieldGroup.ABOUT);
        return about != null && INTERRUPTED.equals(about.text("subtype"));
    }

    /// Whether a thing ended because a person or a signal stopped it.
    static boolean isCutOff(EventState event) {
        var outcome = event.fields(FieldGroup.OUTCOME);
        return outcome != null && INTERRUPTED.equals(outcome.text(Status.FIELD));
    }

    boolean isInterrupted(@Nullable String turn) {
        return turn != null && interrupted.contains(turn);
    }

    boolean isOver(String turn) {
        return ended.contains(turn) || interrupted.contains(turn);
    }

    /// Whether the turn that began last is over. Not so when none is known.
    boolean isLastOver() {
        return starts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .filter(last -> isOver(last.getKey()))
                .isPresent();
    }

    /// When a turn began, or `UNTIMED`.
    long start(@Nullable String turn) {
        return turn == null ? Observation.UNTIMED : starts.getOrDefault(turn, Observation.UNTIMED);
    }

    /// When the first turn began after a moment, or {@link #NEVER}.
    long laterStart(long moment) {
        var later = startTimes.higher(moment);
        return later == null ? NEVER : later;
    }

    /// When the first other turn began after a moment of this one, or {@link #NEVER}.
    long laterStart(String turn, long moment) {
        long later = laterStart(moment);
        if (later != start(turn)) return later;
        return starts.entrySet().stream()
                .filter(start -> !start.getKey().equals(turn) && start.getValue() > moment)
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(NEVER);
    }
}
