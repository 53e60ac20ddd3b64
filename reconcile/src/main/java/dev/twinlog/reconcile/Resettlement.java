package dev.twinlog.reconcile;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything heard of a session, taken into a new state in the order in which it fits: what is not counted
/// first, then records, then observations, each canonically.
record Resettlement(
        SessionState state,
        Collection<? extends Heard> heard,
        @Nullable Heard trigger,
        Consumer<Decision> log) {
    /// The order in which observations fit.
    static final Comparator<Observation> FIRST =
            Comparator.comparing((Observation said) -> CanonicalOrder.of(said)).thenComparing(Observation::kind);

    void run() {
        var records = new ArrayList<RecordSeen>();
        var observations = new ArrayList<Observation>();
        for (var each : heard)
            switch (each) {
                case Observation said -> observations.add(said);
                case RecordSeen record -> records.add(record);
                case Link link -> {
                    if (!isJoiningTrigger(link)) fit(link);
                }
                case SequenceSeen _, SessionFact _, Unknown _, Unreadable _ -> fit(each);
            }
        records.sort(RecordTree.FIRST);
        records.forEach(this::fit);
        observations.sort(FIRST);
        hear(observations);
        if (trigger instanceof Link link && isJoiningTrigger(link)) fit(link, log);
    }

    /// What the trigger joins is told when all else is settled.
    private boolean isJoiningTrigger(Link link) {
        return link.equals(trigger) && link.kind() != Kind.TURN;
    }

    /// What the trigger says is taken last, so that its verdict is on what all others made of its event.
    private void hear(List<Observation> observations) {
        long judged = judged(observations);
        Runnable last = () -> {};
        for (var said : observations) {
            if (judged == 1 && said.equals(trigger)) last = hold(said);
            else fit(said);
        }
        last.run();
        if (judged > 1 && trigger instanceof Observation said) log.accept(state.repeat(said));
    }

    /// How often the trigger was heard, 0 when it has no verdict.
    private long judged(List<Observation> observations) {
        if (!(trigger instanceof Observation said)) return 0;
        long id = SeenLog.id(said);
        return observations.stream().filter(other -> SeenLog.id(other) == id).count();
    }

    private Runnable hold(Observation said) {
        var held = state.hold(said, log);
        if (held == null) throw misfit(said);
        return held;
    }

    private void fit(Heard each) {
        fit(each, decision -> {});
    }

    private void fit(Heard each, Consumer<Decision> log) {
        if (state.hear(each, log) == SessionState.Fit.SETTLE_AGAIN) throw misfit(each);
    }

    private IllegalStateException misfit(Heard each) {
        return new IllegalStateException("canonical order did not fit in " + state.id() + " at " + each);
    }
}
