package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// An answer to a question: typed for showing it as text, and as JSON in a shape that others rely on.
public interface Answer {
    /// Writes the one JSON value that the answer is.
    void writeJson(JsonGenerator json) throws IOException;

    /// The answer as JSON text.
    default String toJson() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            writeJson(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
