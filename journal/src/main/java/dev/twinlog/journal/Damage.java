package dev.twinlog.journal;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The damaged records met so far, each counted once however many readers pass it.
final class Damage {
    /// Places remembered; beyond this a place that is met again is counted again.
    static final int PLACES_MAX = 10_000;

    private final Set<Long> places = new HashSet<>();
    private long tornBytes;
    private long records;
    private @Nullable String last;

    synchronized void torn(long bytes) {
        tornBytes += bytes;
    }

    synchronized void met(Segment segment, int offset) {
        long place = segment.base() + offset;
        if (places.contains(place)) return;
        if (places.size() < PLACES_MAX) places.add(place);
        records++;
        last = segment.path() + " at offset " + offset;
    }

    synchronized Journal.Repair repair() {
        return new Journal.Repair(tornBytes, records, last);
    }
}
