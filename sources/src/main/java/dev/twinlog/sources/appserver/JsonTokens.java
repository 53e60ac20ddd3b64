package dev.twinlog.sources.appserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/// How frames are taken apart: tokens with their place in the bytes.
final class JsonTokens {
    /// Deeper ones are unfit; Codex' own reader gives up far earlier.
    static final int NESTING_MAX = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // frames are UTF-8: the places of pieces are meant in their bytes
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Wire.FRAME_BYTES_MAX)
                    .build())
            .build();

    private JsonTokens() {}

    static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
        return FACTORY.createParser(bytes, from, to - from);
    }

    /// Where the value that the parser stands on begins, counted from where the parser began.
    static int begin(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    /// Passes over the value that the parser stands on, whole; returns where it ends.
    static int end(JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) parser.skipChildren();
        else parser.finishToken();
        return Math.toIntExact(parser.currentLocation().getByteOffset());
    }
}
