package dev.twinlog.setup.agents;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an agent's settings say about where telemetry goes.
///
/// @param readable null, or why the file cannot be understood
/// @param bases    by signal (`logs`, `traces`, `metrics`) the base of the endpoint, a word that the
///                 agent knows (`none`), `KIND to ENDPOINT` for what is no OTLP over HTTP as Twinlog writes it, or `?`
///                 for what tells no endpoint; a signal of which nothing is said is left out
/// @param token    whose token is sent with logs; null: none
/// @param own      variables of one signal alone, which are stronger than the general ones wherever those stand, with
///                 their values; those of headers are left empty, since they are nobody's business
public record Telemetry(
        @Nullable String readable,
        Map<String, String> bases,
        @Nullable String token,
        SortedMap<String, String> own) {
    public Telemetry {
        bases = Map.copyOf(bases);
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
    }

    public Telemetry(@Nullable String readable, Map<String, String> bases, @Nullable String token) {
        this(readable, bases, token, new TreeMap<>());
    }

    /// Whether anything is said.
    public boolean isTold() {
        return readable != null || !bases.isEmpty() || !own.isEmpty();
    }
}
