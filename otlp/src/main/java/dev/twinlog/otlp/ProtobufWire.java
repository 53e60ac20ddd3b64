package dev.twinlog.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body in protobuf, walked field by field by the table of shapes; unknown fields and fields of another wire type are
/// passed over, as protobuf wants it. A scan makes no objects of what it passes.
final class ProtobufWire implements Wire {
    private final byte[] body;

    ProtobufWire(byte[] body) {
        this.body = body;
    }

    @Override
    public Frames scan(Shape request) throws MalformedPayloadException {
        var walk = new Walk(0, body.length, false);
        try {
            walk.container(request, new Container(request, null), 0);
        } catch (IOException e) {
            throw malformed(request, walk.position(), e);
        }
        return walk.frames;
    }

    @Override
    public Message message(Shape shape, int from, int to) throws MalformedPayloadException {
        try {
            var into = new Message(shape);
            new Walk(from, to, true).message(shape, into, 0);
            return into.finish();
        } catch (IOException e) {
            throw malformed(shape, from, e);
        }
    }

    @Override
    public Message header(Container container) throws MalformedPayloadException {
        try {
            var into = new Message(container.shape());
            new Walk(container.from(), container.to(), true).header(container.shape(), into);
            return into.finish();
        } catch (IOException e) {
            throw malformed(container.shape(), container.from(), e);
        }
    }

    private static MalformedPayloadException malformed(Shape shape, int at, IOException e) {
        return new MalformedPayloadException(
                "no protobuf of " + shape.name() + ", at byte " + at + ": " + e.getMessage(), e);
    }

    /// A walk over a part of the body.
    private final class Walk {
        private final CodedInputStream in;
        private final int from;
        private final boolean keeping;
        private Measure measure = new Measure();
        private final Frames frames = new Frames();
        private int nesting;

        /// @param keeping whether what is read is kept, rather than only checked
        Walk(int from, int to, boolean keeping) {
            this.in = UnsafeByteOperations.unsafeWrap(body, from, to - from).newCodedInput();
            in.enableAliasing(true);
            this.from = from;
            this.keeping = keeping;
        }

        int position() {
            return from + in.getTotalBytesRead();
        }

        void container(Shape shape, Container self, int depth) throws IOException {
            int start = position();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                var field = known(shape, tag);
                if (field == null) continue;
                if (field.type() == Field.Type.PATH) {
                    inner(field.inner(), self, depth);
                } else {
                    measure = self.measure();
                    field(field, tag, null, depth);
                }
            }
            self.span(start, position());
        }

        /// Reads the fields of a container, and passes over the messages in it.
        void header(Shape shape, Message into) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                var field = shape.byNumber(WireFormat.getTagFieldNumber(tag));
                if (field != null && field.type() == Field.Type.PATH) pass(tag);
                else if (known(shape, tag) != null && field != null) field(field, tag, into, 0);
            }
        }

        private void inner(Shape shape, Container around, int depth) throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            int start = position();
            if (shape.isRecord()) {
                measure = new Measure();
                message(shape, null, depth + 1);
                frames.add(shape, around, start, position(), measure.why());
            } else {
                container(shape, new Container(shape, around), depth + 1);
            }
            in.popLimit(limit);
        }

        /// The field of a tag; one that is not known is passed over.
        private @Nullable Field known(Shape shape, int tag) throws IOException {
            var field = shape.byNumber(WireFormat.getTagFieldNumber(tag));
            if (field != null && field.fits(WireFormat.getTagWireType(tag))) return field;
            if (!in.skipField(tag)) throw new IOException("a group ends that did not begin");
            return null;
        }

        /// Reads fields up to the limit.
        void message(Shape shape, @Nullable Message into, int depth) throws IOException {
            if (depth > OtlpLimits.DEPTH_MAX) throw new IOException("nested deeper than " + OtlpLimits.DEPTH_MAX);
            var needed = Needed.of(shape);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                var field = known(shape, tag);
                if (field != null && field(field, tag, into, depth)) needed = needed.without(field);
            }
            if (needed.isMissing()) measure.refuse(Needed.WHY);
        }

        /// Reads a field behind its tag.
        ///
        /// @return whether it was an id of the right length
        boolean field(Field field, int tag, @Nullable Message into, int depth) throws IOException {
            if (field.isNumber() && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int limit = in.pushLimit(in.readRawVarint32());
                while (!in.isAtEnd()) keep(field, number(field), into);
                in.popLimit(limit);
                return false;
            }
            switch (field.type()) {
                case STRING -> keep(field, text(), into);
                case TRACE_ID, SPAN_ID -> {
                    var id = id(field);
                    keep(field, id, into);
                    return id != null;
                }
                case VALUE -> keep(field, nestedValue(depth), into);
                case ATTRIBUTES -> keep(field, attribute(depth), into);
                case MESSAGE -> keep(field, nestedMessage(field.inner(), depth), into);
                default -> keep(field, number(field), into);
            }
            return false;
        }

        private void keep(Field field, @Nullable Object value, @Nullable Message into) {
            if (field.repeated()) measure.value();
            if (into != null && value != null) into.take(field, value);
        }

        private Object number(Field field) throws IOException {
            return switch (field.type()) {
                case BOOL -> in.readBool();
                case INT32, ENUM -> (long) in.readInt32();
                case UINT32 -> in.readUInt32() & 0xFFFFFFFFL;
                case SINT32 -> (long) in.readSInt32();
                case UINT64 -> in.readUInt64();
                case FIXED32 -> in.readFixed32() & 0xFFFFFFFFL;
                case FIXED64, SFIXED64 -> in.readFixed64();
                case DOUBLE -> in.readDouble();
                case STRING, TRACE_ID, SPAN_ID, VALUE, ATTRIBUTES, MESSAGE, PATH ->
                    throw new IllegalStateException(field.name() + " is no number");
            };
        }

        /// A text, which is checked also where it is not kept.
        private @Nullable String text() throws IOException {
            var bytes = in.readBytes();
            measure.text(bytes.size());
            if (!bytes.isValidUtf8()) throw new IOException("a text is not UTF-8");
            return keeping ? bytes.toStringUtf8() : null;
        }

        private @Nullable String id(Field field) throws IOException {
            var bytes = in.readBytes();
            int length = field.type() == Field.Type.TRACE_ID ? Ids.TRACE_BYTES : Ids.SPAN_BYTES;
            return bytes.size() == length ? Ids.orNull(HexFormat.of().formatHex(bytes.toByteArray())) : null;
        }

        private @Nullable Message nestedMessage(Shape shape, int depth) throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            var inner = keeping ? new Message(shape) : null;
            message(shape, inner, depth + 1);
            in.popLimit(limit);
            return inner == null ? null : inner.finish();
        }

        /// A key with its value.
        private Attributes.@Nullable Attribute attribute(int depth) throws IOException {
            measure.attribute();
            int limit = in.pushLimit(in.readRawVarint32());
            var key = "";
            Object value = null;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag())
                switch (tag) {
                    case Tags.KEY -> key = text();
                    case Tags.KEYED_VALUE -> value = nestedValue(depth + 1);
                    default -> pass(tag);
                }
            in.popLimit(limit);
            return keeping && key != null
                    ? new Attributes.Attribute(key, value == Nothing.NOTHING ? null : value)
                    : null;
        }

        private void pass(int tag) throws IOException {
            if (!in.skipField(tag)) throw new IOException("a group ends that did not begin");
        }

        /// A value; {@link Nothing} for one that is empty.
        private @Nullable Object nestedValue(int depth) throws IOException {
            if (depth > OtlpLimits.DEPTH_MAX) throw new IOException("nested deeper than " + OtlpLimits.DEPTH_MAX);
            measure.value();
            int limit = in.pushLimit(in.readRawVarint32());
            Object value = Nothing.NOTHING;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag())
                switch (tag) {
                    case Tags.STRING -> value = text();
                    case Tags.BOOL -> value = in.readBool();
                    case Tags.INT -> value = in.readInt64();
                    case Tags.DOUBLE -> value = in.readDouble();
                    case Tags.ARRAY -> value = list(depth + 1);
                    case Tags.KEYS -> value = keys(depth + 1);
                    case Tags.BYTES -> value = bytes();
                    default -> pass(tag);
                }
            in.popLimit(limit);
            return keeping ? value : null;
        }

        private @Nullable Object bytes() throws IOException {
            ByteString bytes = in.readBytes();
            measure.text(bytes.size());
            return keeping ? ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer() : null;
        }

        private List<@Nullable Object> list(int depth) throws IOException {
            measure.nested(++nesting);
            int limit = in.pushLimit(in.readRawVarint32());
            var list = new ArrayList<@Nullable Object>(0);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != Tags.ELEMENT) {
                    pass(tag);
                    continue;
                }
                var value = nestedValue(depth + 1);
                if (keeping) list.add(value == Nothing.NOTHING ? null : value);
            }
            in.popLimit(limit);
            nesting--;
            return list;
        }

        private Attributes keys(int depth) throws IOException {
            measure.nested(++nesting);
            int limit = in.pushLimit(in.readRawVarint32());
            var keys = new ArrayList<Attributes.Attribute>(0);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != Tags.ELEMENT) {
                    pass(tag);
                    continue;
                }
                var attribute = attribute(depth + 1);
                if (attribute != null) keys.add(attribute);
            }
            in.popLimit(limit);
            nesting--;
            return Attributes.of(keys);
        }
    }

    /// The tags of `KeyValue`, `AnyValue`, `ArrayValue` and `KeyValueList`.
    private static final class Tags {
        static final int KEY = 1 << 3 | 2;
        static final int KEYED_VALUE = 2 << 3 | 2;
        static final int STRING = 1 << 3 | 2;
        static final int BOOL = 2 << 3;
        static final int INT = 3 << 3;
        static final int DOUBLE = 4 << 3 | 1;
        static final int ARRAY = 5 << 3 | 2;
        static final int KEYS = 6 << 3 | 2;
        static final int BYTES = 7 << 3 | 2;
        static final int ELEMENT = 1 << 3 | 2;
    }
}
