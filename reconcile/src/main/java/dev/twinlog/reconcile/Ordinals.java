package dev.twinlog.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// A set of numbers that should have no holes, kept as runs.
final class Ordinals {
    /// From first to last, both missing.
    record Hole(long first, long last) implements Comparable<Hole> {
        private static final Comparator<Hole> ORDER =
                Comparator.comparingLong(Hole::first).thenComparingLong(Hole::last);

        @Override
        public int compareTo(Hole other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Long, Long> runs = new TreeMap<>();

    /// @return whether it is new
    boolean add(long ordinal) {
        var before = runs.floorEntry(ordinal);
        if (before != null && before.getValue() >= ordinal) return false;
        long first = before != null && before.getValue() == ordinal - 1 ? before.getKey() : ordinal;
        var after = runs.remove(ordinal + 1);
        runs.put(first, after == null ? ordinal : after);
        return true;
    }

    /// Whether nothing of a hole is missing here.
    boolean fills(Hole hole) {
        var run = runs.floorEntry(hole.first);
        return run != null && run.getValue() >= hole.last;
    }

    /// The holes between the least and the greatest number. A file need not begin at 0: Codex counts on in a
    /// fork.
    List<Hole> holes() {
        var holes = new ArrayList<Hole>();
        if (runs.isEmpty()) return holes;
        long next = runs.firstKey();
        for (var run : runs.entrySet()) {
            if (run.getKey() > next) holes.add(new Hole(next, run.getKey() - 1));
            next = run.getValue() + 1;
        }
        return holes;
    }
}
