package dev.twinlog.bench.corpus;

import java.time.Duration;

/// What is to be written. The same plan gives the same bytes, and a larger one begins with the sessions of a smaller.
///
/// @param seed    of everything random
/// @param bytes   sessions are begun until there are so many
/// @param between from the start of one session to the start of the next
public record CorpusPlan(long seed, long bytes, Duration between) {
    /// The seed of all published figures.
    public static final long USUAL_SEED = 1;
    /// Some hundred sessions a day, as of one who has several agents at work at once: 1 GB in ten days.
    public static final Duration BUSY = Duration.ofMinutes(13);
    /// Nine sessions a day: 1 GB in some four months, of which seven days are a small part.
    public static final Duration CALM = Duration.ofMinutes(160);

    /// A plan with the usual seed.
    public static CorpusPlan of(long bytes, Duration between) {
        return new CorpusPlan(USUAL_SEED, bytes, between);
    }

    /// A name for the folder of this corpus.
    public String name() {
        return "v" + Manifest.FORMAT + "-seed" + seed + "-" + bytes / 1_000_000 + "MB-every" + between.toMinutes()
                + "min";
    }
}
