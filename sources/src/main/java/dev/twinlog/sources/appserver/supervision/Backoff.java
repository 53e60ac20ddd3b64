package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.SplittableRandom;

/// How long to wait before the next start: 0.5 s, doubling to 8 s, each a tenth more or less so that many Twinlogs do
/// not come back as one (SPEC 5.4).
///
/// @param failures in a row
/// @param dice     from which the jitter follows: the same dice, the same waits
public record Backoff(int failures, long dice) {
    public static final Duration FIRST = Duration.ofMillis(500);
    public static final Duration MOST = Duration.ofSeconds(8);
    /// So long a link must have been well for the waits to begin anew.
    public static final Duration STABLE = Duration.ofSeconds(60);
    /// Of a wait, in either direction.
    static final double JITTER = 0.1;
    /// Doublings from {@link #FIRST} to {@link #MOST}.
    private static final int DOUBLINGS = 4;

    public static Backoff none(long dice) {
        return new Backoff(0, dice);
    }

    public Backoff failed() {
        return new Backoff(Math.min(failures + 1, DOUBLINGS + 1), new SplittableRandom(dice).nextLong());
    }

    public Backoff reset() {
        return none(dice);
    }

    /// The wait after the last failure; zero when there was none.
    public Duration delay() {
        if (failures == 0) return Duration.ZERO;
        double factor = 1 - JITTER + 2 * JITTER * new SplittableRandom(dice).nextDouble();
        return Duration.ofNanos(Math.round((FIRST.toNanos() << (failures - 1)) * factor));
    }
}
