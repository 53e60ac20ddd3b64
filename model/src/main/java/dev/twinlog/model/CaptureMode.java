package dev.twinlog.model;

/// How much of the agents is heard right now (SPEC 4). Always derived from what is measured, never stored as
/// truth.
public enum CaptureMode {
    /// Baseline up, stream expected and its gate open.
    HYBRID_ACTIVE,
    /// Baseline up, stream expected and its gate shut.
    DEGRADED_STREAMING,
    /// Baseline up, no stream expected.
    OTEL_ONLY,
    /// Baseline down.
    FAILURE;

    /// The whole table.
    public static CaptureMode of(boolean baselineUp, boolean streamExpected, boolean gateOpen) {
        if (!baselineUp) return FAILURE;
        if (!streamExpected) return OTEL_ONLY;
        return gateOpen ? HYBRID_ACTIVE : DEGRADED_STREAMING;
    }
}
