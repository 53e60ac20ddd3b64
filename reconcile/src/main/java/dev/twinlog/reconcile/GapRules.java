package dev.twinlog.reconcile;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The evidence within one session that something is missing (SPEC 3.8). A gap counts as open from its
/// `since` on: what may still be running is no gap yet.
final class GapRules {
    /// How long after the last record of a session a call without result may still be running.
    static final Duration STILL_RUNNING = Duration.ofMinutes(10);

    /// How long after telemetry told of an answer its transcript may still be written.
    static final Duration STILL_WRITING = Duration.ofSeconds(30);

    private GapRules() {}

    static List<Gap> of(
            SessionState state,
            SessionFacts facts,
            LineTimes lines,
            Collection<Ordinals> ordinals,
            Collection<Unreadable> unreadable) {
        var gaps = new ArrayList<Gap>();
        for (var hole : holes(ordinals)) gaps.add(ordinalHole(state, facts, hole));
        var calls = callsWithoutResult(state);
        var answers = unmatchedAnswers(state);
        if (!calls.isEmpty() || !answers.isEmpty()) {
            var ends = TurnEnds.of(state);
            for (var call : calls) gaps.add(withoutResult(state, facts, ends, call));
            for (var answer : answers) gaps.add(unmatched(state, ends, answer));
        }
        for (var line : unreadable) gaps.add(unparsable(state, lines.before(line, facts.first()), line));
        return gaps;
    }

    /// The holes of each file that no other file of the session fills: a copy of a rollout is one.
    private static Collection<Ordinals.Hole> holes(Collection<Ordinals> files) {
        var holes = new TreeSet<Ordinals.Hole>();
        for (var file : files)
            for (var hole : file.holes()) if (files.stream().noneMatch(other -> other.fills(hole))) holes.add(hole);
        return holes;
    }

    private static Gap ordinalHole(SessionState state, SessionFacts facts, Ordinals.Hole hole) {
        return new Gap(
                state.id(),
                Gap.Kind.ORDINAL_HOLE,
                hole.first() + "-" + hole.last(),
                Gap.State.OPEN,
                facts.first(),
                "records " + hole.first() + " to " + hole.last()
                        + " of the rollout were never seen, though later ones were");
    }

    private static Gap unparsable(SessionState state, long since, Unreadable line) {
        boolean lost = line.reason() == Unreadable.Reason.LOST;
        return new Gap(
                state.id(),
                lost ? Gap.Kind.BYTES_LOST : Gap.Kind.UNPARSABLE_LINE,
                (line.file() == 0 ? "" : Long.toHexString(line.file()) + "/") + "offset-"
                        + line.raw().offset(),
                Gap.State.OPEN,
                since,
                lost ? lostBytes(line) : unparsableLine(line));
    }

    private static String lostBytes(Unreadable line) {
        return line.raw().length() + " bytes at offset " + line.raw().offset()
                + " of a file are not in the journal, or damaged there";
    }

    private static String unparsableLine(Unreadable line) {
        if (line.reason() == Unreadable.Reason.DAMAGED)
            return "a compressed file cannot be unpacked behind its byte "
                    + line.raw().offset() + ": it is damaged";
        if (line.reason() == Unreadable.Reason.TOO_LONG && line.raw().length() > Unreadable.LINE_BYTES_MAX)
            return "the line that begins at offset " + line.raw().offset() + " cannot be read: it has "
                    + line.raw().length() + " bytes, as far as it was seen, and at most "
                    + Unreadable.LINE_BYTES_MAX + " are read";
        return "a line of " + line.raw().length() + " bytes at offset "
                + line.raw().offset() + " cannot be read: "
                + line.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<EventState> callsWithoutResult(SessionState state) {
        return state.events().stream()
                .filter(event -> event.kind() == Kind.TOOL_CALL && event.owned() && awaitsResult(event))
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
    }

    private static List<EventState> unmatchedAnswers(SessionState state) {
        return state.withheld().stream()
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
    }

    private static Gap unmatched(SessionState state, TurnEnds ends, EventState answer) {
        boolean interrupted = ends.interrupted.contains(String.valueOf(state.turnName(answer)));
        return new Gap(
                state.id(),
                Gap.Kind.ANSWER_UNKNOWN_TO_OTHER,
                answer.key().id(),
                interrupted ? Gap.State.EXPLAINED : Gap.State.OPEN,
                answer.at() + STILL_WRITING.toMillis(),
                interrupted
                        ? "the turn was interrupted before the transcript had the answer that telemetry tells of"
                        : "telemetry tells of this answer, the session's transcript does not");
    }

    private static boolean awaitsResult(EventState event) {
        return !event.groups().containsKey(FieldGroup.OUTPUT) && !event.groups().containsKey(FieldGroup.OUTCOME);
    }

    private static Gap withoutResult(SessionState state, SessionFacts facts, TurnEnds ends, EventState call) {
        var turn = state.turnName(call);
        boolean interrupted = turn != null && ends.interrupted.contains(turn);
        return new Gap(
                state.id(),
                Gap.Kind.TOOL_WITHOUT_RESULT,
                call.key().id(),
                interrupted ? Gap.State.EXPLAINED : Gap.State.OPEN,
                since(facts, ends, turn, call.at()),
                interrupted
                        ? "the turn was interrupted before the call's result was written"
                        : "the call was recorded, its result was not");
    }

    /// From when on a call without a result is a gap: at once when its turn is over, else when a later turn began, else
    /// when nothing was heard of the session for long.
    private static long since(SessionFacts facts, TurnEnds ends, @Nullable String turn, long call) {
        if (turn != null && ends.isOver(turn)) return call;
        long later = turn == null ? Long.MAX_VALUE : ends.laterStart(turn, call);
        return later == Long.MAX_VALUE ? facts.last() + STILL_RUNNING.toMillis() : later;
    }

    /// Which turns are known to be over, and which of them by interruption.
    private static final class TurnEnds {
        private final Set<String> interrupted = new HashSet<>();
        private final Set<String> ended = new HashSet<>();
        private final Map<String, Long> starts = new HashMap<>();

        private static TurnEnds of(SessionState state) {
            var ends = new TurnEnds();
            for (var event : state.events()) ends.add(state, event);
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
            if (status.equals("interrupted")) interrupted.add(turn);
        }

        private static boolean isInterruption(EventState event) {
            var about = event.fields(FieldGroup.ABOUT);
            return about != null && "interrupted".equals(about.text("subtype"));
        }

        private boolean isOver(String turn) {
            return ended.contains(turn) || interrupted.contains(turn);
        }

        /// When the first other turn began after a moment of this one, or the greatest long.
        private long laterStart(String turn, long moment) {
            return starts.entrySet().stream()
                    .filter(start -> !start.getKey().equals(turn) && start.getValue() > moment)
                    .mapToLong(Map.Entry::getValue)
                    .min()
                    .orElse(Long.MAX_VALUE);
        }
    }
}
