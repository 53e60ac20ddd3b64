package dev.twinlog.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// How to reach the daemon that holds a store. Its file form is JSON: `{"pid", "page", "tokenFile"}`.
///
/// @param pid       its process id
/// @param page      the address of its page without path and token, or null while it starts
/// @param tokenFile where the owner reads the token
public record DaemonInfo(long pid, @Nullable String page, Path tokenFile) {
    private static final JsonFactory JSON = new JsonFactory();

    String toJson() throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("pid", pid);
            json.writeStringField("page", page);
            json.writeStringField("tokenFile", tokenFile.toString());
            json.writeEndObject();
        }
        return text.toString();
    }

    /// The info of its file form, or null when the text is none.
    static @Nullable DaemonInfo ofJson(String text) {
        var fields = new HashMap<String, String>();
        try (var json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) return null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_NULL) fields.put(name, json.getText());
            }
            var pid = fields.get("pid");
            var tokenFile = fields.get("tokenFile");
            if (pid == null || tokenFile == null) return null;
            return new DaemonInfo(Long.parseLong(pid), fields.get("page"), Path.of(tokenFile));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
