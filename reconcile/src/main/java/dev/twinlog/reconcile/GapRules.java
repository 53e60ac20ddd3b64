package dev.twinlog.reconcile;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The evidence within one session that something is missing (SPEC 3.8). A gap counts as open from its
/// `since` on: what may still be running is no gap yet.
final class GapRules {
    /// How long after the last record of a session a call without result may still be running.
    static final Duration STILL_RUNNING = Duration.ofMinutes(10);

    /// How long after one witness told of an answer the other may still be about to, and numbers that are missing may
    /// still come.
    static final Duration STILL_WRITING = Duration.ofSeconds(30);

    private GapRules() {}

    static List<Gap> of(SessionState state, SessionFacts facts, Evidence evidence, Outages outages) {
        var gaps = new ArrayList<Gap>();
        for (var hole : holes(evidence.ordinals())) gaps.add(ordinalHole(state, facts, hole));
        var events = state.events();
        var calls = callsWithoutResult(events);
        var heard = state.index().heard();
        var telemetry = Telemetry.of(state, heard, evidence);
        if (!calls.isEmpty() || !telemetry.isEmpty()) {
            var ends = TurnEnds.of(state, events);
            for (var call : calls) gaps.add(withoutResult(state, facts, ends, call));
            if (!telemetry.isEmpty()) {
                gaps.addAll(SequenceGaps.of(state, evidence, outages));
                gaps.addAll(new AnswerGaps(state, ends, telemetry, outages).all(events));
                gaps.addAll(new OutageGaps(state, facts, evidence, ends, telemetry).all(outages));
            }
        }
        for (var line : evidence.unreadable())
            gaps.add(unparsable(state, evidence.lines().before(line, facts.first()), line));
        return gaps;
    }

    /// The holes of each file that no other file of the session fills: a copy of a rollout is one.
    static Collection<Ordinals.Hole> holes(Collection<Ordinals> files) {
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

    private static List<EventState> callsWithoutResult(Collection<EventState> events) {
        return events.stream()
                .filter(event -> event.kind() == Kind.TOOL_CALL && event.owned() && awaitsResult(event))
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .toList();
    }

    private static boolean awaitsResult(EventState event) {
        return !event.groups().containsKey(FieldGroup.OUTPUT) && !event.groups().containsKey(FieldGroup.OUTCOME);
    }

    private static Gap withoutResult(SessionState state, SessionFacts facts, TurnEnds ends, EventState call) {
        var turn = state.turnName(call);
        boolean interrupted = ends.isInterrupted(turn);
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
        long later = turn == null ? TurnEnds.NEVER : ends.laterStart(turn, call);
        return later == TurnEnds.NEVER ? facts.last() + STILL_RUNNING.toMillis() : later;
    }
}
