package dev.twinlog.setup.agents;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the agents are to be told.
///
/// @param endpoint    where telemetry goes
/// @param token       sent with it
/// @param metrics     whether Codex sends metrics too; Claude Code's few are always sent, to check sums
/// @param cleanupDays for how long Claude Code shall keep transcripts at least; null: as it is
/// @param replace     whether another exporter may be replaced
/// @param ours        bases that Twinlog itself has written before
public record Wanted(
        EndpointBase endpoint,
        String token,
        boolean metrics,
        @Nullable Integer cleanupDays,
        boolean replace,
        Set<String> ours) {
    public Wanted {
        ours = Set.copyOf(ours);
    }

    /// The same, where these bases are Twinlog's own too.
    Wanted knowing(Set<String> more) {
        return new Wanted(endpoint, token, metrics, cleanupDays, replace, more);
    }

    /// Whether a base is Twinlog's own.
    boolean isOurs(@Nullable String base) {
        return base != null && (base.equals(endpoint.text()) || ours.contains(base));
    }
}
