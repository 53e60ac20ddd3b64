package dev.twinlog.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value as maps, lists, texts, longs, doubles and booleans: what commands answer, and what model servers
/// get and send.
public record Json(@Nullable Object value) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// Reads one value. Fails on text that is no JSON.
    public static Json read(String text) {
        try (var parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return new Json(read(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    /// An object of name, value, name, value, in this order.
    public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        return object;
    }

    /// The text of a value of maps, lists, texts, numbers, booleans and nulls.
    public static String write(@Nullable Object value) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// What lies at these names, one inside the other; a null value when one is missing.
    public Json at(String... names) {
        var at = value;
        for (var name : names) at = at instanceof Map<?, ?> map ? map.get(name) : null;
        return new Json(at);
    }

    /// The elements of a list; none of anything else.
    public List<Json> list() {
        return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
    }

    /// The elements of what must be a list. Fails when it is none.
    public List<Json> elements() {
        if (value instanceof List<?>) return list();
        throw new AssertionError("no list: " + value);
    }

    /// The names of an object's fields. Fails when it is none.
    public List<String> names() {
        if (value instanceof Map<?, ?> map)
            return map.keySet().stream().map(String::valueOf).toList();
        throw new AssertionError("no object: " + value);
    }

    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /// The value as text: of an absent one `null`.
    public String text() {
        return String.valueOf(value);
    }

    /// A whole number, 0 when there is none.
    public long number() {
        return value instanceof Long number ? number : 0;
    }

    /// Whether there is a value that is not null.
    public boolean there() {
        return value != null;
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

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Json wrapped -> write(json, wrapped.value);
            case String text -> json.writeString(text);
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                for (var each : list) write(json, each);
                json.writeEndArray();
            }
            case Map<?, ?> object -> {
                json.writeStartObject();
                for (var entry : object.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }
}
