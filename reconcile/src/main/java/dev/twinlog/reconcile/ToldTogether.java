package dev.twinlog.reconcile;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What one record of the journal tells has an order of its own, which is chance where a sender gathers what it sends.
/// Heard in this order instead, the fewest of it change what was settled before: places are counted canonically.
public final class ToldTogether {
    private ToldTogether() {}

    /// The same things: those that are no observations as they stand, then the observations in canonical order.
    public static List<Heard> ordered(Collection<Heard> told) {
        var ordered = new ArrayList<Heard>(told.size());
        var observations = new ArrayList<Observation>();
        for (var each : told) {
            if (each instanceof Observation said) observations.add(said);
            else ordered.add(each);
        }
        observations.sort(Resettlement.FIRST);
        ordered.addAll(observations);
        return ordered;
    }
}
