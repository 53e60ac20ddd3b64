package dev.twinlog.model;

import java.util.Comparator;

/// A time in which telemetry could not come in: nothing listened, or requests were refused. It is no session's own;
/// which sessions it touches is found by what they did then.
///
/// @param from   when it began, epoch milliseconds: of a daemon that was killed its last sign of life
/// @param to     the last moment of it, or {@link #GOES_ON}
/// @param door   `http` or `grpc`; empty when it was all of them, because Twinlog was not running
/// @param reason one word for what was wrong, as the receiver journaled it: `stopped`, `killed`, `overloaded`, …
/// @param amount how many requests were refused, 0 when it is not known
public record Outage(Kind kind, long from, long to, String door, String reason, long amount)
        implements Comparable<Outage> {
    /// The end of an outage that is not over.
    public static final long GOES_ON = Long.MAX_VALUE;

    /// What kept telemetry out.
    public enum Kind {
        /// Nothing listened.
        DOWN,
        /// Something listened, and refused.
        REFUSED
    }

    private static final Comparator<Outage> ORDER = Comparator.comparingLong(Outage::from)
            .thenComparing(Outage::kind)
            .thenComparing(Outage::door)
            .thenComparing(Outage::reason)
            .thenComparingLong(Outage::to)
            .thenComparingLong(Outage::amount);

    public Outage {
        if (to < from) throw new IllegalArgumentException("an outage ends after it began: " + from + " to " + to);
    }

    @Override
    public int compareTo(Outage other) {
        return ORDER.compare(this, other);
    }
}
