package dev.twinlog.reconcile;

import dev.twinlog.model.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Every time in which telemetry could not come in, as far as it is known. Of one door and reason what lies close
/// together is one: a full receiver notes each second anew what it refuses.
public final class Outages {
    /// No outage is known.
    public static final Outages NONE = new Outages(List.of());

    /// Outages of one door and reason that lie no farther apart are one.
    static final Duration CLOSE = Duration.ofSeconds(5);

    /// How long agents hold back what they send: what happened so long before an outage may be lost in it.
    public static final Duration UNSENT = Duration.ofSeconds(5);

    private final List<Outage> all;

    private Outages(List<Outage> all) {
        this.all = all;
    }

    /// The outages of a collection, in any order and told any number of times. One that goes on, and was told to be
    /// over too, is over.
    public static Outages of(Collection<Outage> told) {
        var known = new TreeSet<Outage>();
        for (var outage : told) if (!isOver(outage, told)) known.add(outage);
        var merged = new ArrayList<Outage>();
        for (var outage : known) if (!joined(merged, outage)) merged.add(outage);
        return new Outages(List.copyOf(merged));
    }

    private static boolean isOver(Outage outage, Collection<Outage> told) {
        return outage.to() == Outage.GOES_ON
                && told.stream()
                        .anyMatch(other -> other.to() != Outage.GOES_ON
                                && other.from() == outage.from()
                                && isAlike(outage, other));
    }

    private static boolean joined(List<Outage> merged, Outage next) {
        for (int i = merged.size() - 1; i >= 0; i--) {
            var before = merged.get(i);
            if (!isAlike(before, next)) continue;
            if (before.to() != Outage.GOES_ON && next.from() > before.to() + CLOSE.toMillis()) return false;
            merged.set(
                    i,
                    new Outage(
                            before.kind(),
                            before.from(),
                            Math.max(before.to(), next.to()),
                            before.door(),
                            before.reason(),
                            before.amount() + next.amount()));
            return true;
        }
        return false;
    }

    private static boolean isAlike(Outage one, Outage other) {
        return one.kind() == other.kind()
                && one.door().equals(other.door())
                && one.reason().equals(other.reason());
    }

    /// By when they began.
    public List<Outage> all() {
        return all;
    }

    /// Whether any of them may have to do with a session that was heard from one time to another, epoch milliseconds.
    public boolean touch(long first, long last) {
        return all.stream().anyMatch(outage -> touches(outage, first, last));
    }

    /// Whether telemetry of what happened from one time to another may have been kept out.
    static boolean touches(Outage outage, long first, long last) {
        return first <= outage.to() && last >= begin(outage);
    }

    /// From when on telemetry may have been kept out, for it was not sent at once.
    static long begin(Outage outage) {
        return outage.from() - UNSENT.toMillis();
    }

    /// The first that touches a time, or null.
    @Nullable
    Outage touching(long first, long last) {
        for (var outage : all) if (touches(outage, first, last)) return outage;
        return null;
    }
}
