package dev.twinlog.model;

import java.util.Locale;

/// The kind of a settled event. The order of the constants is the order within one moment of a turn (SPEC 3.4).
public enum Kind {
    PROMPT,
    REASONING,
    MESSAGE,
    TOOL_CALL,
    MODEL_REQUEST,
    NOTICE,
    TURN;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// The name used in keys and answers: `prompt`, `tool_call`, …
    public String wire() {
        return wire;
    }

    /// The kind of a wire name.
    ///
    /// @throws IllegalArgumentException naming the unknown kind
    public static Kind ofWire(String wire) {
        for (var kind : values()) if (kind.wire.equals(wire)) return kind;
        throw new IllegalArgumentException("unknown kind '" + wire + "'");
    }
}
