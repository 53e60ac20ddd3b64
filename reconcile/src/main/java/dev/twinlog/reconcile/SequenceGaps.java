package dev.twinlog.reconcile;

import dev.twinlog.model.Gap;
import java.util.ArrayList;
import java.util.List;

/// What is missing of the numbers of Claude Code's telemetry.
final class SequenceGaps {
    /// Holes of a session that are told one by one; more than that are told together.
    static final int TOLD_MAX = 200;

    private SequenceGaps() {}

    static List<Gap> of(SessionState state, Evidence evidence, Outages outages) {
        var holes = evidence.sequences().holes();
        var gaps = new ArrayList<Gap>();
        for (var hole : holes.subList(0, Math.min(TOLD_MAX, holes.size()))) gaps.add(gap(state, hole, outages));
        if (holes.size() > TOLD_MAX) gaps.add(rest(state, holes.subList(TOLD_MAX, holes.size())));
        return gaps;
    }

    private static Gap gap(SessionState state, Epochs.Hole hole, Outages outages) {
        var outage = outages.touching(hole.from(), hole.to());
        return new Gap(
                state.id(),
                Gap.Kind.SEQUENCE_HOLE,
                id(hole, hole),
                outage != null ? Gap.State.EXPLAINED : hole.certain() ? Gap.State.OPEN : Gap.State.CANNOT_TELL,
                since(hole),
                evidence(hole) + (outage == null ? "" : ": " + OutageGaps.words(outage)));
    }

    private static String evidence(Epochs.Hole hole) {
        var numbers =
                hole.first() == hole.last() ? "event " + hole.first() : "events " + hole.first() + " to " + hole.last();
        return hole.certain()
                ? numbers + " of a process never came, though later ones did"
                : numbers + " of a process never came, unless another process sent the later ones";
    }

    private static Gap rest(SessionState state, List<Epochs.Hole> rest) {
        return new Gap(
                state.id(),
                Gap.Kind.SEQUENCE_HOLE,
                id(rest.getFirst(), rest.getLast()),
                rest.stream().anyMatch(Epochs.Hole::certain) ? Gap.State.OPEN : Gap.State.CANNOT_TELL,
                rest.stream().mapToLong(SequenceGaps::since).min().orElseThrow(),
                rest.size() + " more holes between event " + rest.getFirst().first() + " and event "
                        + rest.getLast().last());
    }

    private static String id(Epochs.Hole first, Epochs.Hole last) {
        return first.first() + "-" + last.last();
    }

    private static long since(Epochs.Hole hole) {
        return hole.to() + GapRules.STILL_WRITING.toMillis();
    }
}
