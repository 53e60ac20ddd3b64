package dev.twinlog.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is wrong with a JSON text, in words for who sent it rather than for the parser's programmers.
final class JsonWords {
    private static final Pattern FOR_PROGRAMMERS =
            Pattern.compile(" ?\\((?:start marker|code|for|from)[^()]*(?:\\([^()]*\\)[^()]*)*\\)"
                    + "| ?\\(\\(CTRL-CHAR[^()]*\\)\\)| ?\\[Source[^\\]]*\\]");

    private JsonWords() {}

    /// Why a text cannot be read, on one line, with the place where the parser tells one.
    static String of(IOException e) {
        if (!(e instanceof JsonProcessingException broken)) return String.valueOf(e.getMessage());
        var first =
                String.valueOf(broken.getOriginalMessage()).lines().findFirst().orElse("");
        var at = broken.getLocation();
        return plain(first) + (at == null ? "" : ", at line " + at.getLineNr() + " column " + at.getColumnNr());
    }

    private static String plain(String message) {
        if (message.contains("comment")) return "it has a comment, which JSON does not know";
        var rest = FOR_PROGRAMMERS.matcher(message).replaceAll("");
        return rest.isEmpty() ? rest : rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1);
    }

    /// What a value is; null: the text has ended.
    static String token(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case FIELD_NAME -> "a name";
            case END_OBJECT, END_ARRAY -> "an end";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something";
            case null -> "nothing";
        };
    }
}
