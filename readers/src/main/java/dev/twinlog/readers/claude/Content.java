package dev.twinlog.readers.claude;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.readers.Saying;
import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;

/// A message's content as text: a string, or blocks of text and images.
final class Content {
    private static final int BASE64_CHARACTERS = 4;
    private static final int BASE64_BYTES = 3;

    private Content() {}

    /// Puts a content into a field. What is no text is named in brackets: `[image image/png 1234 bytes]`.
    static Saying text(Saying said, FieldGroup group, String name, Json content) {
        if (!content.isArray()) return said.text(group, name, content);
        var parts = TextParts.lines();
        for (var block : content.elements()) {
            var text = block.get("text");
            if (text.isText()) parts.add(text);
            else parts.add(named(block));
        }
        return said.text(group, name, parts);
    }

    private static String named(Json block) {
        var source = block.get("source");
        var type = block.text("type");
        var mediaType = source.text("media_type");
        if (mediaType == null) return "[" + type + "]";
        return "[" + type + " " + mediaType + " " + bytes(source.get("data")) + " bytes]";
    }

    private static long bytes(Json base64) {
        long whole = (long) base64.byteLength() / BASE64_CHARACTERS * BASE64_BYTES;
        int end = base64.isText() ? base64.end() : 0;
        int padding = 0;
        while (padding < 2 && base64.byteLength() > padding && base64.bytes()[end - 1 - padding] == '=') padding++;
        return whole - padding;
    }
}
