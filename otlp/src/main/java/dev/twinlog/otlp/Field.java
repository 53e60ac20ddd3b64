package dev.twinlog.otlp;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A field of a message of OTLP.
///
/// @param number   in protobuf
/// @param name     in JSON; the values of a {@link Message} go by it
/// @param optional whether its zero says something: its absence is told apart
/// @param repeated whether it may stand several times, and is a list
/// @param shape    of the messages that it holds
/// @param names    the names of an enumeration's numbers, as OTLP/JSON may write them
record Field(
        int number,
        String name,
        Type type,
        boolean optional,
        boolean repeated,
        @Nullable Supplier<Shape> shape,
        Map<String, Long> names) {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    /// What a field holds.
    enum Type {
        STRING,
        BOOL,
        INT32,
        UINT32,
        SINT32,
        UINT64,
        FIXED32,
        FIXED64,
        SFIXED64,
        DOUBLE,
        ENUM,
        /// 16 bytes, hexadecimal in JSON; of any other length it is none.
        TRACE_ID,
        /// 8 bytes, hexadecimal in JSON; of any other length it is none.
        SPAN_ID,
        /// A value of any sort.
        VALUE,
        /// Keys with values.
        ATTRIBUTES,
        MESSAGE,
        /// Messages on the way from a request to its records, or the records.
        PATH
    }

    Field {
        names = Map.copyOf(names);
    }

    /// Whether a protobuf field of this wire type may be it; else it is unknown.
    boolean fits(int wireType) {
        return wireType == wireType() || repeated && isNumber() && wireType == LENGTH_DELIMITED;
    }

    /// Whether it is a number that may be packed with others.
    boolean isNumber() {
        return wireType() != LENGTH_DELIMITED;
    }

    private int wireType() {
        return switch (type) {
            case BOOL, INT32, UINT32, SINT32, UINT64, ENUM -> VARINT;
            case FIXED64, SFIXED64, DOUBLE -> FIXED64;
            case FIXED32 -> FIXED32;
            case STRING, TRACE_ID, SPAN_ID, VALUE, ATTRIBUTES, MESSAGE, PATH -> LENGTH_DELIMITED;
        };
    }

    /// The shape of the messages that it holds.
    Shape inner() {
        if (shape == null) throw new IllegalStateException(name + " holds no message");
        return shape.get();
    }
}
