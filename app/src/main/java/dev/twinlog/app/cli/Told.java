package dev.twinlog.app.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as `show --json` tells it, seen by the names of its fields.
record Told(Map<?, ?> event) {
    /// What stands beside the fields, as text; empty when absent.
    String fact(String name) {
        return Words.text(event.get(name));
    }

    /// The value of a field, or null.
    @Nullable
    Object value(String name) {
        return event.get("fields") instanceof Map<?, ?> fields && fields.get(name) instanceof Map<?, ?> field
                ? field.get("value")
                : null;
    }

    /// The value of a field as text without control sequences; empty when absent.
    String text(String name) {
        return Cells.clean(Words.text(value(name)));
    }
}
