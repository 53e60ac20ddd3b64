package dev.twinlog.app.daemon;

import dev.twinlog.sources.otlp.CanaryState;
import dev.twinlog.sources.otlp.OtlpHealth;
import dev.twinlog.sources.otlp.OtlpStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether telemetry is heard, from what was measured (SPEC 4): it is when the canary went through the real endpoint to
/// the store.
record OtlpWitness(OtlpStanding standing) {

    boolean works() {
        return standing.canary() instanceof CanaryState.Working
                && standing.http().state() == OtlpHealth.State.LISTENING;
    }

    /// Why it is not heard, or what is wrong beside; null when all is well.
    @Nullable
    String reason() {
        var reasons = new ArrayList<String>();
        for (var door : List.of(standing.http(), standing.grpc())) {
            var problem = problem(door);
            if (problem != null) reasons.add(problem);
        }
        if (reasons.isEmpty() || works()) {
            var canary = canary();
            if (canary != null) reasons.add(canary);
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private static @Nullable String problem(OtlpStanding.Door door) {
        if (door.state() == OtlpHealth.State.LISTENING) return null;
        var name = door.state().name().toLowerCase(Locale.ROOT);
        return door.problem() == null ? name : name + ": " + door.problem();
    }

    private @Nullable String canary() {
        return switch (standing.canary()) {
            case CanaryState.Working _ -> null;
            case CanaryState.Unknown _ -> "starting";
            case CanaryState.Failing failing -> "canary: " + failing.reason();
        };
    }
}
