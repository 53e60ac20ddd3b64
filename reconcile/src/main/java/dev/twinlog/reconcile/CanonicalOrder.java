package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.TurnRef;
import java.util.Comparator;

/// The one order of observations in which places are counted and totals differenced: time, place in the
/// source, then identity and digest, so that it is total and nothing of arrival is in it.
///
/// @param sequence the place in the source, 0 where nothing hangs on it: a record that is heard again from
///                 another file
///                 stands at another place there, and only what is counted may care
record CanonicalOrder(long at, long sequence, long identity, long digest) implements Comparable<CanonicalOrder> {
    private static final Comparator<CanonicalOrder> ORDER = Comparator.comparingLong(CanonicalOrder::at)
            .thenComparingLong(CanonicalOrder::sequence)
            .thenComparingLong(CanonicalOrder::identity)
            .thenComparingLong(CanonicalOrder::digest);

    static CanonicalOrder of(Observation said) {
        return new CanonicalOrder(said.at(), isPlaced(said) ? said.sequence() : 0, said.identity(), said.digest());
    }

    static CanonicalOrder of(RecordSeen record) {
        return new CanonicalOrder(record.at(), record.sequence(), record.record(), 0);
    }

    /// Whether the place of an observation in its source decides anything: it is counted, differenced, or
    /// belongs to the turn that was running.
    static boolean isPlaced(Observation said) {
        if (said.nth() != null || said.turn() instanceof TurnRef.Running) return true;
        for (var alias : said.aliases()) if (alias.type() == Alias.Type.TOTAL) return true;
        return false;
    }

    @Override
    public int compareTo(CanonicalOrder other) {
        return ORDER.compare(this, other);
    }
}
