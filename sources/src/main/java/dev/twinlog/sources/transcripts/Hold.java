package dev.twinlog.sources.transcripts;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether reading is held back, why, and when to try again: after a refusal of the journal with growing
/// pauses, or while the gate is shut.
final class Hold {
    private final BooleanSupplier mayRead;
    private final SourceLimits limits;
    private @Nullable String refusal;
    private int failures;
    private long retryAt;
    private long refusals;
    private boolean shut;

    Hold(BooleanSupplier mayRead, SourceLimits limits) {
        this.mayRead = mayRead;
        this.limits = limits;
    }

    /// Whether a piece may be read now.
    boolean open(long now) {
        shut = !mayRead.getAsBoolean();
        return !shut && (refusal == null || now >= retryAt);
    }

    void refused(String reason, long now) {
        refusal = reason;
        refusals++;
        retryAt = now + pauseAfter(failures++).toMillis();
    }

    private Duration pauseAfter(int before) {
        var pause = limits.retryFirst().multipliedBy(1L << Math.min(before, 20));
        return pause.compareTo(limits.retryMost()) < 0 ? pause : limits.retryMost();
    }

    /// The journal took a piece.
    void taken() {
        refusal = null;
        failures = 0;
    }

    /// Why reading is held back, or null.
    @Nullable
    String reason() {
        return refusal != null ? refusal : shut ? SourceHealth.GATE_SHUT : null;
    }

    /// How long until it is worth trying again.
    Duration pause(long now) {
        return shut ? limits.gatePause() : Duration.ofMillis(Math.max(1, retryAt - now));
    }

    long refusals() {
        return refusals;
    }
}
