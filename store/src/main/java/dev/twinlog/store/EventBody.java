package dev.twinlog.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// The stored form of an event's fields: canonical JSON, `{GROUP: {"f": {NAME: VALUE, …}, "w": WITNESS},
/// …}`, groups in the order of {@link FieldGroup}, names sorted, no white space. Equal fields have equal bytes.
public final class EventBody {
    private static final JsonFactory JSON = new JsonFactory();

    private EventBody() {}

    /// The canonical bytes.
    public static byte[] encode(SortedMap<FieldGroup, Chosen> groups) {
        var bytes = new ByteArrayBuilder();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (var group : groups.entrySet()) write(json, group.getKey(), group.getValue());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, FieldGroup group, Chosen chosen) throws IOException {
        json.writeObjectFieldStart(group.wire());
        json.writeObjectFieldStart("f");
        chosen.fields().forEach((name, value) -> {
            try {
                writeValue(json, name, value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        json.writeEndObject();
        json.writeStringField("w", chosen.witness().wire());
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, String name, Object value) throws IOException {
        json.writeFieldName(name);
        switch (value) {
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean bool -> json.writeBoolean(bool);
            default -> throw new IllegalArgumentException("no field value: " + value.getClass());
        }
    }

    /// The fields of stored bytes.
    ///
    /// @throws StoreException when they are not what {@link #encode} writes
    public static SortedMap<FieldGroup, Chosen> decode(byte[] body) {
        var groups = new TreeMap<FieldGroup, Chosen>();
        try (var json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var group = FieldGroup.valueOf(json.currentName().toUpperCase(Locale.ROOT));
                groups.put(group, readChosen(json));
            }
        } catch (IOException | RuntimeException e) {
            throw new StoreException("an event's body is damaged; `twinlog rebuild` makes the store anew", e);
        }
        return groups;
    }

    private static Chosen readChosen(JsonParser json) throws IOException {
        var fields = new Fields.Builder();
        json.nextToken(); // {
        json.nextToken(); // "f"
        json.nextToken(); // {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> fields.put(name, json.getText());
                case VALUE_NUMBER_INT -> fields.put(name, json.getLongValue());
                case VALUE_NUMBER_FLOAT -> fields.put(name, json.getDoubleValue());
                case VALUE_TRUE -> fields.put(name, true);
                case VALUE_FALSE -> fields.put(name, false);
                default -> throw new IOException("unexpected " + json.currentToken());
            }
        }
        json.nextToken(); // "w"
        json.nextToken();
        var witness = Witness.ofWire(json.getText());
        json.nextToken(); // }
        return new Chosen(witness, fields.build());
    }
}
