package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Fields as members of a JSON object.
final class FieldsJson {
    private FieldsJson() {}

    /// Writes them into the object that is open.
    static void write(JsonGenerator json, Fields fields) throws IOException {
        try {
            fields.forEach((name, value) -> write(json, name, value));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(JsonGenerator json, String name, Object value) {
        try {
            json.writeFieldName(name);
            switch (value) {
                case Long number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                case Boolean bool -> json.writeBoolean(bool);
                default -> json.writeString(value.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
