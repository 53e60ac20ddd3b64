package dev.twinlog.app.logs;

/// How many lines of libraries may come: what a client does wrong makes some of them write one for each connection.
/// Safe for use by many threads.
final class ForeignLines {
    /// Lines within a minute; more are left out, and counted.
    static final int LINES_MAX = 20;
    /// What {@link #admit} answers to a line that is left out.
    static final long LEFT_OUT = -1;

    private static final long WINDOW_MILLIS = 60_000;

    private long windowStart = Long.MIN_VALUE;
    private int lines;
    private long leftOut;

    /// Asks whether a line may be written.
    ///
    /// @param at epoch milliseconds
    /// @return how many were left out since the last line that might, or {@link #LEFT_OUT}
    synchronized long admit(long at) {
        if (at < windowStart || at - WINDOW_MILLIS >= windowStart) {
            windowStart = at;
            lines = 0;
        }
        if (++lines > LINES_MAX) {
            leftOut++;
            return LEFT_OUT;
        }
        long before = leftOut;
        leftOut = 0;
        return before;
    }
}
