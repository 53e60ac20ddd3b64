package dev.twinlog.testkit.corpus;

/// What is to be written. The same plan gives the same bytes.
///
/// @param seed      of everything random
/// @param bytes     sessions are begun until there are so many
/// @param broken    whether torn and garbage lines are strewn in
/// @param hugeBytes the length of the few very long lines; 0: none
public record CorpusPlan(long seed, long bytes, boolean broken, int hugeBytes) {
    private static final long USUAL_SEED = 20261120L;

    /// A plan with the seed of `-Dtwinlog.seed`, or the usual one.
    public static CorpusPlan ofBytes(long bytes) {
        return new CorpusPlan(Long.getLong("twinlog.seed", USUAL_SEED), bytes, false, 0);
    }

    public CorpusPlan withBrokenLines() {
        return new CorpusPlan(seed, bytes, true, hugeBytes);
    }

    public CorpusPlan withHugeLines(int length) {
        return new CorpusPlan(seed, bytes, broken, length);
    }
}
