package dev.twinlog.model;

/// Counts of tokens: which are believed, and their sums.
public final class TokenCount {
    /// The most that one count may tell, of a request or of all requests of a session so far: a million times the
    /// longest context. The sums of nine million such counts fit a `long`.
    public static final long MAX = 1_000_000_000_000L;

    private TokenCount() {}

    /// Whether a count can be one.
    public static boolean isBelieved(long count) {
        return count >= 0 && count <= MAX;
    }

    /// The sum of two counts, at most `Long.MAX_VALUE` and at least `Long.MIN_VALUE`: it never turns its sign.
    public static long sum(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE : sum;
    }
}
