package dev.twinlog.sources.otlp;

import java.util.function.LongSupplier;

/// What lies behind the receiver, once it is there.
///
/// @param sink    keeps requests
/// @param facts   keeps facts about the receiver
/// @param settled the journal position up to which the store is settled: the canary has arrived when it
///                lies before it
public record Downstream(OtlpSink sink, OtlpFacts facts, LongSupplier settled) {}
