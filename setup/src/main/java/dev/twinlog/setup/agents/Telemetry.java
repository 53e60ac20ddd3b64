package dev.twinlog.setup.agents;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an agent's settings say about where telemetry goes.
///
/// @param readable null, or why the file cannot be understood
/// @param bases    by signal (`logs`, `traces`, `metrics`) the base of the endpoint, a word that the
///                 agent knows (`none`), or `?` for what is no OTLP over HTTP; a signal of which nothing
///                 is said is left out
/// @param token    whose token is sent with logs; null: none
public record Telemetry(
        @Nullable String readable,
        Map<String, String> bases,
        @Nullable String token) {
    public Telemetry {
        bases = Map.copyOf(bases);
    }
}
