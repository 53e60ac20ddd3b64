package dev.twinlog.readers.codex;

import dev.twinlog.readers.json.Json;
import org.jspecify.annotations.Nullable;

/// Durations as Codex writes them: `{"secs": S, "nanos": N}`.
final class Durations {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Durations() {}

    /// Whole milliseconds, or null when it is none.
    static @Nullable Long millis(Json duration) {
        var seconds = duration.number("secs");
        return seconds == null ? null : seconds * 1000 + duration.number("nanos", 0) / NANOS_PER_MILLI;
    }
}
