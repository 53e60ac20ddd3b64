package dev.twinlog.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The payload of a control fact: `{"v":1,"type":…,"at":…,"values":{NAME:TEXT}}`, names in order.
final class ControlCodec {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int VERSION = 1;

    private ControlCodec() {}

    static byte[] encode(Control control) {
        var out = new ByteArrayOutputStream(128);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("type", control.type());
            json.writeNumberField("at", control.at());
            json.writeObjectFieldStart("values");
            for (var value : control.values().entrySet()) json.writeStringField(value.getKey(), value.getValue());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    static Control decode(byte[] payload) throws CorruptRecordException {
        try (var json = JSON.createParser(payload)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            return new Fields().read(json);
        } catch (CorruptRecordException e) {
            throw e;
        } catch (IOException e) {
            throw new CorruptRecordException("a control record is no JSON object: " + e.getMessage());
        }
    }

    private static void expect(@Nullable JsonToken token, JsonToken wanted) throws CorruptRecordException {
        if (token != wanted)
            throw new CorruptRecordException("a control record has " + token + " where " + wanted + " belongs");
    }

    /// The fields of a control record as they come; unknown ones are stepped over.
    private static final class Fields {
        private final SortedMap<String, String> values = new TreeMap<>();
        private @Nullable String type;
        private @Nullable Long at;

        Control read(JsonParser json) throws IOException {
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                var token = json.nextToken();
                switch (name) {
                    case "type" -> type = text(json, token);
                    case "at" -> at = number(json, token);
                    case "values" -> readValues(json, token);
                    default -> json.skipChildren();
                }
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
            var known = type;
            var time = at;
            if (known == null || time == null)
                throw new CorruptRecordException("a control record has no type or no time");
            return new Control(known, time, values);
        }

        private void readValues(JsonParser json, @Nullable JsonToken token) throws IOException {
            expect(token, JsonToken.START_OBJECT);
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName())
                values.put(name, text(json, json.nextToken()));
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }

        private static String text(JsonParser json, @Nullable JsonToken token) throws IOException {
            expect(token, JsonToken.VALUE_STRING);
            return json.getText();
        }

        private static long number(JsonParser json, @Nullable JsonToken token) throws IOException {
            expect(token, JsonToken.VALUE_NUMBER_INT);
            return json.getLongValue();
        }
    }
}
