package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.twinlog.views.SafeJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.UnaryOperator;

/// JSON of others with the secrets taken out of its texts, so that it is JSON afterwards as it was before.
final class RedactedJson {
    /// A single text may be as long as a frame.
    private static final int TEXT_MAX = 64 << 20;
    /// Nested deeper than any app-server writes.
    static final int NESTING_MAX = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(TEXT_MAX)
                    .maxNestingDepth(NESTING_MAX)
                    .build())
            .build();

    private RedactedJson() {}

    /// Writes the one value that the bytes are.
    ///
    /// @throws IOException when they are no JSON, or nested deeper than {@link #NESTING_MAX}
    static void write(byte[] value, UnaryOperator<String> redact, OutputStream out) throws IOException {
        try (var from = JSON.createParser(value);
                var to = JSON.createGenerator(new SafeJson(out), JsonEncoding.UTF8)) {
            for (var token = from.nextToken(); token != null; token = from.nextToken()) copy(token, from, redact, to);
        }
    }

    private static void copy(JsonToken token, JsonParser from, UnaryOperator<String> redact, JsonGenerator to)
            throws IOException {
        if (token == JsonToken.FIELD_NAME) to.writeFieldName(redact.apply(from.currentName()));
        else if (token == JsonToken.VALUE_STRING) to.writeString(redact.apply(from.getText()));
        else to.copyCurrentEvent(from);
    }
}
