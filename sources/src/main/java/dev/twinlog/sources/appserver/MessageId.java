package dev.twinlog.sources.appserver;

import org.jspecify.annotations.Nullable;

/// The id of a request: an integer or a string. Two are equal when their JSON means the same.
sealed interface MessageId {
    /// As Twinlog numbers its own requests.
    record Whole(long value) implements MessageId {}

    record Text(String value) implements MessageId {}

    /// As it stands in a message: `7`, `"seven"`.
    default String json() {
        return switch (this) {
            case Whole(long value) -> Long.toString(value);
            case Text(String value) -> RawJson.quote(value);
        };
    }

    /// The id that a piece of JSON is, or null when it is none.
    static @Nullable MessageId of(RawJson json) {
        return switch (json.kind()) {
            case STRING -> new Text(json.asText());
            case NUMBER -> json.isWhole() ? new Whole(json.asLong()) : null;
            default -> null;
        };
    }
}
