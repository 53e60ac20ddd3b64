package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A body in OTLP/JSON, streamed by the table of shapes: ids hexadecimal, whole numbers as numbers or texts,
/// enumerations as numbers or names, null for absent; unknown names are passed over. Of a repeated name the last
/// counts.
final class JsonWire implements Wire {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2 * OtlpLimits.DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;

    JsonWire(byte[] body) {
        this.body = body;
    }

    @Override
    public Frames scan(Shape request) throws MalformedPayloadException {
        if (!UnsafeByteOperations.unsafeWrap(body).isValidUtf8())
            throw new MalformedPayloadException("no JSON: it is not UTF-8");
        try (var parser = parser(0, body.length)) {
            var walk = new Walk(parser, false);
            if (parser.nextToken() == null) throw new IOException("the body is empty");
            walk.position(); // Jackson would read other encodings too, and tell no places in them.
            walk.container(request, new Container(request, null));
            if (parser.nextToken() != null) throw new IOException("something follows the object");
            return walk.frames;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    @Override
    public Message message(Shape shape, int from, int to) throws MalformedPayloadException {
        try (var parser = parser(from, to)) {
            var into = new Message(shape);
            parser.nextToken();
            new Walk(parser, true).message(shape, into);
            return into.finish();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    @Override
    public Message header(Container container) throws MalformedPayloadException {
        var into = new Message(container.shape());
        for (var field : container.shape().fields())
            if (container.from(field) >= 0) field(field, container.from(field), container.to(field), into);
        return into.finish();
    }

    private void field(Field field, int from, int to, Message into) throws MalformedPayloadException {
        try (var parser = parser(from, to)) {
            parser.nextToken();
            new Walk(parser, true).field(field, into);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private JsonParser parser(int from, int to) throws IOException {
        return JSON.createParser(body, from, to - from);
    }

    private static MalformedPayloadException malformed(IOException e) {
        return new MalformedPayloadException("no JSON of OTLP: " + JsonWords.of(e), e);
    }

    /// A walk over a part of the body.
    private static final class Walk {
        private final JsonParser in;
        private final boolean keeping;
        private Measure measure = new Measure();
        private final Frames frames = new Frames();
        private int nesting;
        private int depth;

        /// @param keeping whether what is read is kept, rather than only checked
        Walk(JsonParser in, boolean keeping) {
            this.in = in;
            this.keeping = keeping;
        }

        private int tokenStart() throws IOException {
            return place(in.currentTokenLocation().getByteOffset());
        }

        private int position() throws IOException {
            return place(in.currentLocation().getByteOffset());
        }

        private static int place(long offset) throws IOException {
            if (offset < 0) throw new IOException("it is not UTF-8");
            return (int) offset;
        }

        void container(Shape shape, Container self) throws IOException {
            begin();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var field = known(shape);
                if (field == null) continue;
                if (field.type() == Field.Type.PATH) {
                    path(field, self);
                } else {
                    measure = self.measure();
                    int start = tokenStart();
                    field(field, null);
                    self.piece(field, start, position());
                }
            }
            end();
        }

        /// The field of a name, at its value; null when it is not known or null, and passed over.
        private @Nullable Field known(Shape shape) throws IOException {
            var field = shape.byName(in.currentName());
            if (in.nextToken() != JsonToken.VALUE_NULL && field != null) return field;
            in.skipChildren();
            return null;
        }

        private void path(Field field, Container around) throws IOException {
            if (!field.repeated()) {
                inner(field.inner(), around);
                return;
            }
            expect(JsonToken.START_ARRAY, field.name());
            while (in.nextToken() != JsonToken.END_ARRAY)
                if (in.currentToken() != JsonToken.VALUE_NULL) inner(field.inner(), around);
        }

        private void inner(Shape shape, Container around) throws IOException {
            if (shape.isRecord()) {
                measure = new Measure();
                int start = tokenStart();
                message(shape, null);
                frames.add(shape, around, start, position(), measure.why());
            } else {
                container(shape, new Container(shape, around));
            }
        }

        void message(Shape shape, @Nullable Message into) throws IOException {
            begin();
            var needed = Needed.of(shape);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var field = known(shape);
                if (field != null && field(field, into)) needed = needed.without(field);
            }
            end();
            if (needed.isMissing()) measure.refuse(Needed.WHY);
        }

        private void begin() throws IOException {
            expect(JsonToken.START_OBJECT, "a message");
            if (++depth > OtlpLimits.DEPTH_MAX) throw new IOException("nested deeper than " + OtlpLimits.DEPTH_MAX);
        }

        private void end() {
            depth--;
        }

        private void expect(JsonToken token, String of) throws IOException {
            if (in.currentToken() != token)
                throw new IOException(
                        of + " is " + JsonWords.token(in.currentToken()) + ", not " + JsonWords.token(token));
        }

        /// Reads a field at its value.
        ///
        /// @return whether it was an id of the right length
        boolean field(Field field, @Nullable Message into) throws IOException {
            if (field.repeated()) {
                if (into != null) into.clear(field);
                expect(JsonToken.START_ARRAY, field.name());
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    measure.value();
                    if (in.currentToken() != JsonToken.VALUE_NULL) keep(field, value(field), into);
                }
                return false;
            }
            var value = value(field);
            keep(field, value, into);
            return value instanceof String && field.type() != Field.Type.STRING;
        }

        private static void keep(Field field, @Nullable Object value, @Nullable Message into) {
            if (into != null && value != null) into.take(field, value);
        }

        private @Nullable Object value(Field field) throws IOException {
            return switch (field.type()) {
                case STRING -> text(field.name());
                case TRACE_ID -> id(field.name(), Ids.TRACE_BYTES);
                case SPAN_ID -> id(field.name(), Ids.SPAN_BYTES);
                case VALUE -> anyValue();
                case ATTRIBUTES -> attribute();
                case MESSAGE -> nested(field.inner());
                case BOOL -> truth();
                case DOUBLE -> JsonNumbers.decimal(in);
                case ENUM -> JsonNumbers.choice(in, field);
                case FIXED64, UINT64 -> JsonNumbers.unsigned(in);
                case INT32, SINT32, SFIXED64 -> JsonNumbers.whole(in);
                case UINT32, FIXED32 -> JsonNumbers.whole(in) & 0xFFFFFFFFL;
                case PATH -> throw new IllegalStateException(field.name() + " holds records");
            };
        }

        private @Nullable Message nested(Shape shape) throws IOException {
            var inner = keeping ? new Message(shape) : null;
            message(shape, inner);
            return inner == null ? null : inner.finish();
        }

        private boolean truth() throws IOException {
            return switch (in.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case null, default ->
                    throw new IOException(JsonWords.token(in.currentToken()) + " is neither true nor false");
            };
        }

        private @Nullable String text(String of) throws IOException {
            expect(JsonToken.VALUE_STRING, of);
            int units = in.getTextLength();
            boolean mayBeLong = units > OtlpLimits.TEXT_BYTES_MAX / JsonTexts.UTF8_BYTES_PER_UNIT;
            if (mayBeLong) measure.text(JsonTexts.utf8Length(in.getTextCharacters(), in.getTextOffset(), units));
            return keeping ? JsonTexts.wellFormed(in.getText()) : null;
        }

        /// An id; one of another length, or all zeroes, is none.
        private @Nullable String id(String of, int bytes) throws IOException {
            expect(JsonToken.VALUE_STRING, of);
            var hex = JsonTexts.hex(in, of);
            return hex.length() == 2 * bytes ? Ids.orNull(hex) : null;
        }

        private Attributes.@Nullable Attribute attribute() throws IOException {
            measure.attribute();
            begin();
            var key = "";
            Object value = null;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_NULL) continue;
                switch (name) {
                    case "key" -> key = text("key");
                    case "value" -> value = anyValue();
                    default -> in.skipChildren();
                }
            }
            end();
            return keeping && key != null
                    ? new Attributes.Attribute(key, value == Nothing.NOTHING ? null : value)
                    : null;
        }

        /// A value; {@link Nothing} for one that is empty.
        private @Nullable Object anyValue() throws IOException {
            measure.value();
            begin();
            Object value = Nothing.NOTHING;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_NULL) continue;
                switch (name) {
                    case "stringValue", "string_value" -> value = text(name);
                    case "boolValue", "bool_value" -> value = truth();
                    case "intValue", "int_value" -> value = JsonNumbers.whole(in);
                    case "doubleValue", "double_value" -> value = JsonNumbers.decimal(in);
                    case "arrayValue", "array_value" -> value = list();
                    case "kvlistValue", "kvlist_value" -> value = keys();
                    case "bytesValue", "bytes_value" -> value = bytes();
                    default -> in.skipChildren();
                }
            }
            end();
            return keeping ? value : null;
        }

        private @Nullable Object bytes() throws IOException {
            expect(JsonToken.VALUE_STRING, "bytesValue");
            var bytes = JsonTexts.base64(in.getText());
            measure.text(bytes.length);
            return keeping ? ByteBuffer.wrap(bytes).asReadOnlyBuffer() : null;
        }

        private List<@Nullable Object> list() throws IOException {
            var list = new ArrayList<@Nullable Object>(0);
            elements(
                    () -> {
                        Object value = null;
                        if (in.currentToken() == JsonToken.VALUE_NULL) measure.value();
                        else value = anyValue();
                        if (keeping) list.add(value == Nothing.NOTHING ? null : value);
                    },
                    list);
            return list;
        }

        private Attributes keys() throws IOException {
            var keys = new ArrayList<Attributes.Attribute>(0);
            elements(
                    () -> {
                        if (in.currentToken() == JsonToken.VALUE_NULL) return;
                        var attribute = attribute();
                        if (attribute != null) keys.add(attribute);
                    },
                    keys);
            return Attributes.of(keys);
        }

        private interface Element {
            void read() throws IOException;
        }

        /// Reads `{"values": […]}`.
        private void elements(Element element, List<?> before) throws IOException {
            measure.nested(++nesting);
            begin();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean values = in.currentName().equals("values");
                if (in.nextToken() == JsonToken.VALUE_NULL) continue;
                if (!values) {
                    in.skipChildren();
                    continue;
                }
                before.clear();
                expect(JsonToken.START_ARRAY, "values");
                while (in.nextToken() != JsonToken.END_ARRAY) element.read();
            }
            end();
            nesting--;
        }
    }
}
