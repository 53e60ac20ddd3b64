package dev.twinlog.otlp;

/// A value that is there and empty.
enum Nothing {
    NOTHING
}
