package dev.twinlog.sources.otlp;

import dev.twinlog.otlp.OtlpPayload;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What came of the requests at one door. Safe for use by many threads.
final class DoorCounts {
    private final LongAdder requests = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder held = new LongAdder();
    private final LongAdder partial = new LongAdder();
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);
    private volatile long lastAcknowledged;

    DoorCounts() {
        for (var reason : Reason.values()) refused.put(reason, new LongAdder());
    }

    void acknowledged(OtlpPayload.Tally tally, long bodyBytes, long at) {
        requests.increment();
        records.add(tally.records());
        bytes.add(bodyBytes);
        if (tally.refused() > 0) partial.increment();
        lastAcknowledged = at;
    }

    void refused(Reason reason) {
        refused.getOrDefault(reason, new LongAdder()).increment();
    }

    void held() {
        held.increment();
    }

    /// Of the bodies that were acknowledged.
    long bytes() {
        return bytes.sum();
    }

    OtlpHealth.Counts snapshot() {
        var byReason = new TreeMap<String, Long>();
        refused.forEach((reason, count) -> {
            if (count.sum() > 0) byReason.put(reason.wire(), count.sum());
        });
        return new OtlpHealth.Counts(
                requests.sum(), records.sum(), bytes.sum(), byReason, held.sum(), partial.sum(), lastAcknowledged);
    }
}
