package dev.twinlog.sources.otlp;

import org.jspecify.annotations.Nullable;

/// Whether telemetry is heard, at one moment, and no more: what is asked each second, and costs next to nothing.
///
/// @param http   the port of OTLP over HTTP
/// @param grpc   the port of OTLP over gRPC
/// @param canary whether what is sent to the HTTP door reaches the store
public record OtlpStanding(Door http, Door grpc, CanaryState canary) {
    /// One door.
    ///
    /// @param problem what keeps it from listening, and what to do; null when nothing does
    public record Door(OtlpHealth.State state, @Nullable String problem) {}
}
