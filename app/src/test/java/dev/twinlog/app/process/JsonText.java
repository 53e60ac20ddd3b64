package dev.twinlog.app.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON text as maps, lists, texts, longs, doubles and booleans.
record JsonText(@Nullable Object value) {
    static JsonText of(String text) {
        try (var parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            return new JsonText(read(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    object.put(name, read(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) list.add(read(parser));
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /// What lies at these names, one inside the other; a null value when one is missing.
    JsonText at(String... names) {
        var at = value;
        for (var name : names) at = at instanceof Map<?, ?> map ? map.get(name) : null;
        return new JsonText(at);
    }

    /// The names of an object's fields.
    List<String> names() {
        return ((Map<?, ?>) value()).keySet().stream().map(String::valueOf).toList();
    }

    List<JsonText> list() {
        return ((List<?>) value()).stream().map(JsonText::new).toList();
    }

    String text() {
        return String.valueOf(value);
    }

    /// A whole number, 0 when there is none.
    long number() {
        return value instanceof Long number ? number : 0;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }
}
