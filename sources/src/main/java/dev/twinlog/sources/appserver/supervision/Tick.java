package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;

/// A moment of a clock that only goes forward and that nobody sets: never wall time. Ticks compare within one process.
///
/// @param nanos since some fixed moment; may be negative
public record Tick(long nanos) implements Comparable<Tick> {
    public static final Tick ZERO = new Tick(0);

    public Tick plus(Duration later) {
        return new Tick(nanos + later.toNanos());
    }

    /// How long after `earlier` this is; negative when it is before.
    public Duration since(Tick earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    /// Whether this is at `other` or after it.
    public boolean reached(Tick other) {
        return compareTo(other) >= 0;
    }

    /// By the difference, since a monotonic clock may run over.
    @Override
    public int compareTo(Tick other) {
        return Long.signum(nanos - other.nanos);
    }
}
