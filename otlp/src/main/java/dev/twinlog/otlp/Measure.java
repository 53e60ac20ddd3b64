package dev.twinlog.otlp;

import org.jspecify.annotations.Nullable;

/// How much a record holds so far, and the first limit that it went beyond.
final class Measure {
    private int attributes;
    private int values;
    private @Nullable String why;

    void attribute() {
        if (++attributes > OtlpLimits.ATTRIBUTES_MAX) refuse("more than " + OtlpLimits.ATTRIBUTES_MAX + " attributes");
    }

    void value() {
        if (++values > OtlpLimits.VALUES_MAX) refuse("more than " + OtlpLimits.VALUES_MAX + " values");
    }

    /// @param nesting lists and sets of keys around it, and itself if it is one
    void nested(int nesting) {
        if (nesting > OtlpLimits.NESTING_MAX) refuse("values nested deeper than " + OtlpLimits.NESTING_MAX);
    }

    void text(long utf8Bytes) {
        if (utf8Bytes > OtlpLimits.TEXT_BYTES_MAX)
            refuse("a text of more than " + OtlpLimits.TEXT_BYTES_MAX + " bytes");
    }

    void refuse(String because) {
        if (why == null) why = because;
    }

    /// The first limit that was exceeded, or null.
    @Nullable
    String why() {
        return why;
    }
}
