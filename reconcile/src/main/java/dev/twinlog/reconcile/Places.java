package dev.twinlog.reconcile;

import dev.twinlog.model.Nth;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the places of things without ids. Right as long as each form is heard in canonical order.
final class Places {
    private record Counted(@Nullable Object scope, String family, String form) {}

    private record Count(int k, CanonicalOrder last) {}

    private final Map<Counted, Count> counts = new HashMap<>();

    /// The next place, counted from 1, or 0 when an earlier answer would have been another had this been known.
    int next(Nth nth, @Nullable Object scope, CanonicalOrder order) {
        var counted = new Counted(scope, nth.family(), nth.form());
        var before = counts.get(counted);
        if (before != null && order.compareTo(before.last) < 0) return 0;
        int k = before == null ? 1 : before.k + 1;
        counts.put(counted, new Count(k, order));
        return k;
    }
}
