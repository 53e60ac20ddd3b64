package dev.twinlog.setup.agents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where things stand in a JSON text (RFC 8259). Offsets are those of the text. A name that an object has
/// twice is refused, since readers do not agree which of the two counts.
final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final Pattern FOR_PROGRAMMERS = Pattern.compile(
            " ?\\((?:start marker|code|for|from)[^()]*(?:\\([^()]*\\)[^()]*)*\\)| ?\\(\\(CTRL-CHAR[^()]*\\)\\)| ?\\[Source[^\\]]*\\]");

    private final JsonParser json;

    private JsonText(JsonParser json) {
        this.json = json;
    }

    /// A value.
    ///
    /// @param plain   maps in the order of the text, lists, texts, booleans, {@link Digits} and null
    /// @param members of an object, in the order of the text
    record Value(int start, int end, @Nullable Object plain, List<Member> members) {
        @Nullable
        Member member(String name) {
            for (var member : members) if (member.name.equals(name)) return member;
            return null;
        }

        boolean isObject() {
            return plain instanceof Map<?, ?>;
        }
    }

    /// @param start where the name begins, with its quote
    record Member(String name, int start, Value value) {}

    /// A number as it is written: 1 and 1.0 are not the same text.
    record Digits(String text) {}

    /// @param file as people are told it
    static Parsed<Value> parse(String file, String text) {
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            if (json.currentToken() == null) return Parsed.at(file, 1, 1, "is empty");
            var root = new JsonText(json).value();
            if (json.nextToken() != null)
                return Parsed.at(file, line(json), column(json), "is no JSON: it goes on after its end");
            return new Parsed.Right<>(root);
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            return Parsed.at(
                    file,
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    "is no JSON: " + words(String.valueOf(broken.getOriginalMessage())));
        } catch (IOException never) {
            throw new IllegalStateException("a text cannot fail to be read", never);
        }
    }

    /// What the parser says, without what only its programmers know.
    private static String words(String message) {
        if (message.contains("comment")) return "it has a comment there, which JSON does not know";
        var rest = FOR_PROGRAMMERS.matcher(message).replaceAll("");
        return rest.isEmpty() ? rest : rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1);
    }

    private static int line(JsonParser json) {
        return json.currentTokenLocation().getLineNr();
    }

    private static int column(JsonParser json) {
        return json.currentTokenLocation().getColumnNr();
    }

    /// The value at which the parser stands.
    private Value value() throws IOException {
        int start = offset();
        return switch (json.currentToken()) {
            case START_OBJECT -> object(start);
            case START_ARRAY -> array(start);
            case VALUE_STRING -> scalar(start, json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(start, new Digits(json.getText()));
            case VALUE_TRUE -> scalar(start, true);
            case VALUE_FALSE -> scalar(start, false);
            default -> scalar(start, null);
        };
    }

    private Value scalar(int start, @Nullable Object plain) throws IOException {
        json.finishToken();
        return new Value(start, end(), plain, List.of());
    }

    private Value object(int start) throws IOException {
        var members = new ArrayList<Member>();
        var plain = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int nameStart = offset();
            var name = json.currentName();
            json.nextToken();
            var value = value();
            members.add(new Member(name, nameStart, value));
            plain.put(name, value.plain());
        }
        return new Value(start, end(), plain, members);
    }

    private Value array(int start) throws IOException {
        var plain = new ArrayList<@Nullable Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) plain.add(value().plain());
        return new Value(start, end(), plain, List.of());
    }

    private int offset() {
        return (int) json.currentTokenLocation().getCharOffset();
    }

    private int end() {
        return (int) json.currentLocation().getCharOffset();
    }

    /// A text as JSON writes it.
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
