package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import java.util.Comparator;

/// The one order of observations in which places are counted and totals differenced: time, place in the source, then
/// identity and digest, so that it is total and nothing of arrival is in it.
record CanonicalOrder(long at, long sequence, long identity, long digest) implements Comparable<CanonicalOrder> {
    private static final Comparator<CanonicalOrder> ORDER = Comparator.comparingLong(CanonicalOrder::at)
            .thenComparingLong(CanonicalOrder::sequence)
            .thenComparingLong(CanonicalOrder::identity)
            .thenComparingLong(CanonicalOrder::digest);

    static CanonicalOrder of(Observation said) {
        return new CanonicalOrder(said.at(), said.sequence(), said.identity(), said.digest());
    }

    @Override
    public int compareTo(CanonicalOrder other) {
        return ORDER.compare(this, other);
    }
}
