package dev.twinlog.sources.otlp;

/// What is known of one connection, and when it has been open for long enough. Moments are those of
/// `System.nanoTime`.
final class Stay {
    /// What is to be done about a connection.
    enum Verdict {
        STAYS,
        /// It keeps us waiting for too long: it is closed, and counted.
        LATE,
        /// It has had its last answer: it is closed.
        DONE
    }

    private final long headNanos;
    private int underWay;
    private boolean owes = true;
    private long owesSince;
    private boolean multiplex;
    private boolean parts;
    private long partsSince;
    private boolean ended;

    /// @param headNanos how long the head of a request may take
    Stay(long headNanos, long now) {
        this.headNanos = headNanos;
        this.owesSince = now;
    }

    /// Bytes came, and no request is under way: so a head has begun. Over HTTP/2 it may be a word about the connection
    /// itself, which each client says between requests; there the limit of idleness has to do.
    synchronized void heard(long now) {
        if (owes || underWay > 0 || multiplex) return;
        owes = true;
        owesSince = now;
    }

    /// A request has come in whole head.
    ///
    /// @param http2 whether others may come beside it
    synchronized void begun(boolean http2) {
        multiplex = http2;
        owes = false;
        underWay++;
    }

    /// A request has its answer.
    synchronized void ended() {
        underWay--;
    }

    /// The client was told that it can ask no more here.
    synchronized void parted(long now) {
        if (parts) return;
        parts = true;
        partsSince = now;
    }

    /// Says that it is being closed.
    ///
    /// @return whether nobody had said so before
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    synchronized Verdict verdict(long now) {
        if (parts) return parting(now - partsSince);
        return owes && now - owesSince > headNanos ? Verdict.LATE : Verdict.STAYS;
    }

    private Verdict parting(long nanos) {
        if (nanos > OtlpLimits.FAREWELL_MAX.toNanos()) return Verdict.LATE;
        return underWay == 0 && nanos > OtlpLimits.FAREWELL.toNanos() ? Verdict.DONE : Verdict.STAYS;
    }
}
