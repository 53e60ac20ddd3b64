package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A record as one line of JSON: `signal`, `identity`, `resource` and `scope` with their attributes, of a metric point
/// `metric`, then the record's own fields by their names in OTLP. Attributes are one object, their values plain JSON;
/// bytes are base64, a number that JSON cannot write is a text. Times are nanoseconds as texts.
final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private RecordJson(JsonGenerator out) {
        this.out = out;
    }

    static String of(OtlpRecord record, OtlpContext context, Message content) {
        var line = new StringWriter();
        try (var out = JSON.createGenerator(line)) {
            new RecordJson(out).write(record, context, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private void write(OtlpRecord record, OtlpContext context, Message content) throws IOException {
        out.writeStartObject();
        out.writeStringField("signal", record.signal().name().toLowerCase(Locale.ROOT));
        out.writeStringField("identity", record.identity().toString());
        shared("resource", context.message("resource"));
        shared("scope", context.message("scope"));
        if (!context.metric().isEmpty()) {
            out.writeObjectFieldStart("metric");
            for (var metric : context.metric()) fields(metric);
            out.writeStringField("type", lastPart(context.metric().getLast().shape()));
            out.writeEndObject();
        }
        fields(content);
        out.writeEndObject();
    }

    private static String lastPart(Shape shape) {
        var name = shape.name().substring(shape.name().lastIndexOf('.') + 1);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private void shared(String name, @Nullable Message message) throws IOException {
        if (message == null) return;
        out.writeFieldName(name);
        message(message);
    }

    private void message(Message message) throws IOException {
        out.writeStartObject();
        fields(message);
        out.writeEndObject();
    }

    private void fields(Message message) throws IOException {
        var fields = message.shape().fields();
        for (int i = 0; i < fields.size(); i++) {
            var value = message.at(i);
            if (value == null) continue;
            out.writeFieldName(fields.get(i).name());
            boolean nanoseconds = fields.get(i).type() == Field.Type.FIXED64;
            if (nanoseconds && value instanceof Long unsigned) out.writeString(Long.toUnsignedString(unsigned));
            else value(value);
        }
    }

    private void value(@Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Boolean truth -> out.writeBoolean(truth);
            case Long whole -> out.writeNumber(whole);
            case Double decimal -> {
                if (decimal.isNaN() || decimal.isInfinite()) out.writeString(decimal.toString());
                else out.writeNumber(decimal);
            }
            case ByteBuffer data -> out.writeString(base64(data));
            case Attributes attributes -> attributes(attributes);
            case List<?> list -> {
                out.writeStartArray();
                for (var each : list) value(each);
                out.writeEndArray();
            }
            case Message message -> message(message);
            default -> out.writeNull();
        }
    }

    private static String base64(ByteBuffer data) {
        var bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void attributes(Attributes attributes) throws IOException {
        out.writeStartObject();
        for (var attribute : attributes.all()) {
            out.writeFieldName(attribute.key());
            value(attribute.value());
        }
        out.writeEndObject();
    }
}
