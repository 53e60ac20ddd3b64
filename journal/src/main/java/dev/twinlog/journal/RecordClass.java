package dev.twinlog.journal;

/// What a journal record holds; space is told, and raw bytes expire, by class (SPEC 2.4).
public enum RecordClass {
    /// A piece of an agent's file, as {@link FileChunk} writes it.
    TRANSCRIPT,
    /// A fact about Twinlog itself, as {@link Control} writes it.
    CONTROL,
    OTLP_LOGS,
    OTLP_TRACES,
    OTLP_METRICS,
    STREAM
}
