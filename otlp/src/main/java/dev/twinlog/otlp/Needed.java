package dev.twinlog.otlp;

/// What a record cannot do without: a span is named by the ids of its trace and of itself.
///
/// @param traceId whether the trace's id is still missing
/// @param spanId  whether its own is
record Needed(boolean traceId, boolean spanId) {
    /// Why a record without them is refused.
    static final String WHY = "a span without valid ids (16 and 8 bytes, not all zero)";

    private static final Needed NOTHING = new Needed(false, false);
    private static final Needed BOTH = new Needed(true, true);

    static Needed of(Shape shape) {
        return shape.isRecord() && shape.byName("parentSpanId") != null ? BOTH : NOTHING;
    }

    /// What is still needed once a valid id was read.
    Needed without(Field id) {
        return switch (id.name()) {
            case "traceId" -> new Needed(false, spanId);
            case "spanId" -> new Needed(traceId, false);
            default -> this;
        };
    }

    boolean isMissing() {
        return traceId || spanId;
    }
}
