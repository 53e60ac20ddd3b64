package dev.twinlog.app.daemon;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Whether telemetry comes in a rush: so many requests at once that settling, which nobody waits for as long as it
/// lasts, takes the processor from the answers that agents wait for. Safe for use by many threads.
final class Rush {
    /// It is a rush when so many requests
    static final int REQUESTS_MIN = 64;

    /// came within this time: 640 requests a second. A busy agent sends some ten.
    static final Duration WITHIN = Duration.ofMillis(100);

    private final AtomicLongArray times = new AtomicLongArray(REQUESTS_MIN);
    private final AtomicInteger next = new AtomicInteger();
    private final LongSupplier nanos;

    /// @param nanos a clock that never goes back: nanoseconds from anywhere
    Rush(LongSupplier nanos) {
        this.nanos = nanos;
        long longAgo = nanos.getAsLong() - WITHIN.toNanos() - 1;
        for (int i = 0; i < REQUESTS_MIN; i++) times.set(i, longAgo);
    }

    /// A request came.
    void came() {
        times.set(Math.floorMod(next.getAndIncrement(), REQUESTS_MIN), nanos.getAsLong());
    }

    boolean isOn() {
        long oldest = times.get(Math.floorMod(next.get(), REQUESTS_MIN));
        return nanos.getAsLong() - oldest <= WITHIN.toNanos();
    }
}
