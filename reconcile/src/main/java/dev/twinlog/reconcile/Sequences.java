package dev.twinlog.reconcile;

import dev.twinlog.model.SequenceSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The numbers that telemetry of a session carried, the latest {@link #KEPT_MAX} of them: which are kept, and what is
/// found in them, does not depend on the order in which they were heard.
final class Sequences {
    /// Of a session so many numbers are kept, the latest by time; holes before them are not looked for.
    static final int KEPT_MAX = 1 << 15;
    /// A rough size of a number kept.
    static final long BYTES = 96;

    /// One number that one event carried.
    ///
    /// @param at epoch milliseconds
    record Point(long at, long number, long identity) implements Comparable<Point> {
        private static final Comparator<Point> ORDER = Comparator.comparingLong(Point::at)
                .thenComparingLong(Point::number)
                .thenComparingLong(Point::identity);

        @Override
        public int compareTo(Point other) {
            return ORDER.compare(this, other);
        }
    }

    private final int keptMax;
    private final TreeSet<Point> points = new TreeSet<>();
    private boolean letGo;
    private @Nullable List<Epochs.Hole> holes;

    Sequences() {
        this(KEPT_MAX);
    }

    Sequences(int keptMax) {
        this.keptMax = keptMax;
    }

    /// @return whether it is new
    boolean add(SequenceSeen seen) {
        var point = new Point(seen.at(), seen.sequence(), seen.identity());
        if (letGo && point.compareTo(points.first()) < 0 || !points.add(point)) return false;
        holes = null;
        if (points.size() <= keptMax) return true;
        letGo = true;
        return !point.equals(points.pollFirst());
    }

    int size() {
        return points.size();
    }

    /// The times of the events.
    LongStream times() {
        return points.stream().mapToLong(Point::at);
    }

    /// Whether the process that was heard last up to a time went on with its next number after it.
    boolean goOn(long at) {
        var last = points.floor(new Point(at, Long.MAX_VALUE, Long.MAX_VALUE));
        return last != null
                && points.tailSet(last, false).stream().anyMatch(point -> point.number() == last.number() + 1);
    }

    /// What is missing of the numbers, in their order.
    List<Epochs.Hole> holes() {
        if (holes == null) holes = Epochs.holes(new ArrayList<>(points));
        return holes;
    }
}
