package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Outage;
import dev.twinlog.model.SessionFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Outages in which a session was at work, and telemetry of it was expected. One is healed once the transcript tells
/// all of that time.
record OutageGaps(SessionState state, SessionFacts facts, Evidence evidence, TurnEnds ends, Telemetry telemetry) {
    /// A session that was heard so shortly before an outage, or after it, may have been at work in it.
    static final long AT_WORK = GapRules.STILL_RUNNING.toMillis();

    /// A model that stops for one of these has not finished its turn.
    private static final Set<String> GOES_ON = Set.of("tool_use", "pause_turn");

    List<Gap> all(Outages outages) {
        var touching = outages.all().stream()
                .filter(outage -> Outages.touches(outage, facts.first(), facts.last() + AT_WORK))
                .toList();
        if (touching.isEmpty()) return List.of();
        var lines = evidence.lines().times();
        var gaps = new ArrayList<Gap>();
        for (var outage : touching) {
            var stands = isOtherDoor(outage)
                    ? null
                    : state.hasTranscript() ? besideTranscript(outage, lines) : byTelemetryAlone(outage);
            if (stands != null) gaps.add(gap(outage, stands));
        }
        return gaps;
    }

    /// Whether one door was shut and the session was heard all the same, as it uses the other.
    private boolean isOtherDoor(Outage outage) {
        return outage.kind() == Outage.Kind.DOWN
                && !outage.door().isEmpty()
                && outage.to() != Outage.GOES_ON
                && telemetry.times().anyWithin(outage.from(), outage.to() - Outages.UNSENT.toMillis());
    }

    /// @param lines the times of the transcript's records
    private Gap.@Nullable State besideTranscript(Outage outage, RisingTimes lines) {
        boolean atWork = lines.anyWithin(Outages.begin(outage), outage.to());
        if (!atWork || !isExpected(outage)) return null;
        return isToldWhole(outage, lines) ? Gap.State.HEALED : Gap.State.OPEN;
    }

    /// Whether the session sent telemetry before, or began then and sent it later.
    private boolean isExpected(Outage outage) {
        return telemetry.times().last(outage.from()) != Observation.UNTIMED || facts.first() >= Outages.begin(outage);
    }

    /// Whether the transcript tells all of an outage: it goes on after it or tells that nothing was left to do, and
    /// nothing of that time is known to be missing in it.
    private boolean isToldWhole(Outage outage, RisingTimes lines) {
        if (outage.to() == Outage.GOES_ON) return false;
        boolean goesOn = lines.last() > outage.to();
        return (goesOn || facts.value(SessionFact.Name.ENDED) != null || isAtRest()) && !lacks(outage);
    }

    /// Whether the last thing that a transcript tells is the end of a turn.
    private boolean isAtRest() {
        if (state.id().agent() == Agent.CODEX) return ends.isLastOver();
        return state.events().stream()
                .filter(event -> event.kind() == Kind.MODEL_REQUEST || event.kind() == Kind.PROMPT)
                .max(Comparator.comparingLong(EventState::at).thenComparing(EventState::key))
                .filter(OutageGaps::isLastWord)
                .isPresent();
    }

    private static boolean isLastWord(EventState event) {
        var outcome = event.kind() == Kind.MODEL_REQUEST ? event.fields(FieldGroup.OUTCOME) : null;
        var stop = outcome == null ? null : outcome.text("stopReason");
        return stop != null && !GOES_ON.contains(stop);
    }

    private boolean lacks(Outage outage) {
        return !GapRules.holes(evidence.ordinals()).isEmpty()
                || evidence.unreadable().stream()
                        .anyMatch(line -> isIn(outage, evidence.lines().before(line, facts.first())))
                || state.index().withheld().stream().anyMatch(answer -> isIn(outage, answer.at()));
    }

    private static boolean isIn(Outage outage, long at) {
        return Outages.touches(outage, at, at);
    }

    /// Claude's numbers tell whether anything is missing. Of Codex nothing does, so that what it did cannot be told.
    private Gap.@Nullable State byTelemetryAlone(Outage outage) {
        for (var hole : evidence.sequences().holes())
            if (Outages.touches(outage, hole.from(), hole.to()))
                return hole.certain() ? Gap.State.OPEN : Gap.State.CANNOT_TELL;
        long before = telemetry.times().last(outage.from());
        boolean after =
                outage.to() != Outage.GOES_ON && telemetry.times().anyWithin(outage.to() + 1, outage.to() + AT_WORK);
        boolean shortlyBefore = before != Observation.UNTIMED && before >= outage.from() - AT_WORK;
        if (evidence.sequences().goOn(outage.from())) return null;
        if (state.id().agent() == Agent.CODEX && telemetry.times().anyWithin(Outages.begin(outage), outage.to()))
            return Gap.State.OPEN;
        return shortlyBefore || after && before != Observation.UNTIMED ? Gap.State.CANNOT_TELL : null;
    }

    private Gap gap(Outage outage, Gap.State stands) {
        return new Gap(
                state.id(),
                outage.kind() == Outage.Kind.DOWN ? Gap.Kind.RECEIVER_DOWN : Gap.Kind.REFUSED_REQUEST,
                outage.from() + (outage.door().isEmpty() ? "" : "-" + outage.door()) + "-" + outage.reason(),
                stands,
                outage.from(),
                words(outage)
                        + switch (stands) {
                            case OPEN -> ", while the session was at work";
                            case HEALED -> ", while the session was at work; its transcript tells all of that time";
                            case EXPLAINED, CANNOT_TELL -> "; whether the session was at work is not told";
                        });
    }

    /// An outage in words, such as "nothing listened at http for 20 s (killed)".
    static String words(Outage outage) {
        var door = outage.door().isEmpty() ? "" : " at " + outage.door();
        var time = outage.to() == Outage.GOES_ON
                ? " until now"
                : " for " + Math.ceilDiv(outage.to() - outage.from(), 1000) + " s";
        var what = switch (outage.kind()) {
            case DOWN -> "nothing listened" + door + time;
            case REFUSED ->
                (outage.amount() == 0 ? "requests" : outage.amount() == 1 ? "1 request" : outage.amount() + " requests")
                        + (outage.amount() == 1 ? " was refused" : " were refused")
                        + door
                        + time;
        };
        return what + " (" + outage.reason() + ")";
    }
}
