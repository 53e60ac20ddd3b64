package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Answers that one of transcript and telemetry knows and the other does not, where both were expected.
record AnswerGaps(SessionState state, TurnEnds ends, Telemetry telemetry, Outages outages) {
    private static final Comparator<EventState> BY_KEY = Comparator.comparing(EventState::key);

    /// @param events that stand in the narrative
    List<Gap> all(Collection<EventState> events) {
        var gaps = new ArrayList<Gap>();
        state.index().withheld().stream().sorted(BY_KEY).forEach(answer -> gaps.add(unknownToTranscript(answer)));
        var unsure = new TreeMap<Long, List<EventState>>();
        events.stream().filter(this::isUnknownToTelemetry).sorted(BY_KEY).forEach(answer -> {
            switch (expected(answer)) {
                case NO -> {}
                case YES -> gaps.add(unknownToTelemetry(answer));
                case UNSURE -> {
                    if (isExplained(answer)) gaps.add(unknownToTelemetry(answer));
                    else
                        unsure.computeIfAbsent(telemetry.times().last(answer.at()), at -> new ArrayList<>())
                                .add(answer);
                }
            }
        });
        unsure.values().forEach(answers -> gaps.add(unsure(answers)));
        return gaps;
    }

    private Gap unknownToTranscript(EventState answer) {
        boolean interrupted = ends.isInterrupted(state.turnName(answer));
        return gap(
                answer,
                interrupted ? Gap.State.EXPLAINED : Gap.State.OPEN,
                interrupted
                        ? "the turn was interrupted before the transcript had the answer that telemetry tells of"
                        : "telemetry tells of this answer, the session's transcript does not");
    }

    /// Whether only the transcript tells of an answer that telemetry would tell of too: a model gave it, and it is
    /// known for itself and not as what a running total grew by.
    private boolean isUnknownToTelemetry(EventState event) {
        return event.kind() == Kind.MODEL_REQUEST
                && event.owned()
                && event.at() != Observation.UNTIMED
                && event.isToldBy(Witness.TRANSCRIPT)
                && !event.isToldBy(Witness.OTLP)
                && (TurnEnds.isCutOff(event) || isToldForItself(event.groups()));
    }

    private static boolean isToldForItself(Map<FieldGroup, Winner> groups) {
        var usage = groups.get(FieldGroup.USAGE);
        return usage != null && usage.strength().phase() == Phase.COMPLETED;
    }

    private Telemetry.Expected expected(EventState answer) {
        return telemetry.expected(state.turnName(answer), answer.at(), ends);
    }

    private boolean isExplained(EventState answer) {
        return outages.touching(answer.at(), answer.at()) != null || isInterrupted(answer);
    }

    private boolean isInterrupted(EventState answer) {
        return TurnEnds.isCutOff(answer) || ends.isInterrupted(state.turnName(answer));
    }

    private Gap unknownToTelemetry(EventState answer) {
        var outage = outages.touching(answer.at(), answer.at());
        if (outage != null)
            return gap(answer, Gap.State.EXPLAINED, "telemetry lacks this answer: " + OutageGaps.words(outage));
        if (isInterrupted(answer))
            return gap(
                    answer,
                    Gap.State.EXPLAINED,
                    "the answer was cut off or its turn interrupted, and telemetry tells of finished answers only");
        if (!isNamed(answer))
            return gap(
                    answer,
                    Gap.State.CANNOT_TELL,
                    "the transcript gives no request id for this answer, so that telemetry may tell of it unmatched");
        return gap(
                answer,
                Gap.State.OPEN,
                "the transcript tells of this answer, telemetry does not, though it told of the turn");
    }

    /// Whether telemetry can be matched to an answer.
    private boolean isNamed(EventState answer) {
        if (state.id().agent() != Agent.CLAUDE) return true;
        var about = answer.fields(FieldGroup.ABOUT);
        return about == null || about.text("messageId") == null || about.text("requestId") != null;
    }

    /// Answers between two times at which telemetry told of anything.
    private Gap unsure(List<EventState> answers) {
        var first = answers.stream()
                .min(Comparator.comparingLong(EventState::at).thenComparing(BY_KEY))
                .orElseThrow();
        return gap(
                first,
                Gap.State.CANNOT_TELL,
                (answers.size() == 1
                                ? "telemetry told nothing of this answer's turn"
                                : "telemetry told nothing of the turns of " + answers.size()
                                        + " answers from this one on")
                        + ", though it told of the session before: it may have been switched off, or lost");
    }

    private Gap gap(EventState answer, Gap.State stands, String evidence) {
        return new Gap(
                state.id(),
                Gap.Kind.ANSWER_UNKNOWN_TO_OTHER,
                answer.key().id(),
                stands,
                answer.at() + GapRules.STILL_WRITING.toMillis(),
                evidence);
    }
}
