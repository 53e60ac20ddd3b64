package dev.twinlog.readers.codex;

import dev.twinlog.readers.TextParts;
import dev.twinlog.readers.json.Json;

/// What was said in an item, as the rollout and the stream list it alike: texts, and of anything else its type in
/// brackets.
public final class ItemContent {
    private ItemContent() {}

    /// @param item with its `content`
    public static TextParts of(Json item) {
        var parts = TextParts.lines();
        for (var part : item.get("content").elements()) {
            if (part.get("text").isText()) parts.add(part.get("text"));
            else parts.add("[" + part.text("type") + "]");
        }
        return parts;
    }
}
