package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import java.util.Arrays;

/// Times of a session in order, epoch milliseconds.
final class RisingTimes {
    private final long[] times;

    /// @param times in any order, `UNTIMED` left out
    RisingTimes(long[] times) {
        this.times = times.clone();
        Arrays.sort(this.times);
    }

    boolean isEmpty() {
        return times.length == 0;
    }

    /// Whether any lies from one time to another, both included.
    boolean anyWithin(long first, long last) {
        int at = below(first);
        return at < times.length && times[at] <= last;
    }

    /// The last at or before a time, or `UNTIMED`.
    long last(long at) {
        int after = at == Long.MAX_VALUE ? times.length : below(at + 1);
        return after == 0 ? Observation.UNTIMED : times[after - 1];
    }

    /// The last of all, or `UNTIMED`.
    long last() {
        return last(Long.MAX_VALUE);
    }

    private int below(long time) {
        int from = 0;
        int to = times.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (times[middle] < time) from = middle + 1;
            else to = middle;
        }
        return from;
    }
}
