package dev.twinlog.otlp;

import org.jspecify.annotations.Nullable;

/// Ids of traces and spans, as lower-case hexadecimal text.
final class Ids {
    static final int TRACE_BYTES = 16;
    static final int SPAN_BYTES = 8;

    private Ids() {}

    /// The id; null when it is all zeroes, which OTLP calls none.
    static @Nullable String orNull(String hex) {
        for (int i = 0; i < hex.length(); i++) if (hex.charAt(i) != '0') return hex;
        return null;
    }
}
