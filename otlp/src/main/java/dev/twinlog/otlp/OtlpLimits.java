package dev.twinlog.otlp;

/// What a request may hold. A record that goes beyond a limit of a record is refused, and the others are taken; a
/// body that nests deeper than any limit allows is malformed as a whole.
///
/// The greatest that agents were seen to send: 700 spans in a request, 40 attributes, values 3 deep, a prompt of
/// 100,012 characters; Claude Code can be told to send whole bodies of requests (1,000,000 characters).
public final class OtlpLimits {
    /// Log records, spans or metric points in a request; later ones are refused.
    public static final int RECORDS_MAX = 65_536;
    /// Keys with values in a record, also those inside values, events and links.
    public static final int ATTRIBUTES_MAX = 1_024;
    /// Values in a record, counting each element of lists.
    public static final int VALUES_MAX = 16_384;
    /// Lists and sets of keys inside one another.
    public static final int NESTING_MAX = 32;
    /// Bytes in UTF-8 of one text, name or key, and of a value that is bytes.
    public static final int TEXT_BYTES_MAX = 8 << 20;
    /// Messages of protobuf, or objects of JSON, inside one another; deeper ones are malformed.
    public static final int DEPTH_MAX = 200;

    private OtlpLimits() {}
}
