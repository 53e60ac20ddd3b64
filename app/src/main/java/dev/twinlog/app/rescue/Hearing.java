package dev.twinlog.app.rescue;

import dev.twinlog.sources.transcripts.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why files may not be captured just now.
///
/// @param closed   why nothing at all is captured and what to do, or null when capture is under way
/// @param problems what cannot be captured, by path
public record Hearing(@Nullable String closed, List<Problem> problems) {
    /// Nobody hears.
    public static final Hearing NOBODY =
            new Hearing("nothing is captured, since Twinlog is not running; `twinlog up` starts it", List.of());

    public Hearing {
        problems = List.copyOf(problems);
    }
}
