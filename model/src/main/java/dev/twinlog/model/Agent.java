package dev.twinlog.model;

import java.util.Locale;

/// A coding agent that Twinlog records.
public enum Agent {
    CLAUDE,
    CODEX;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// The name used in keys, answers and files: `claude`, `codex`.
    public String wire() {
        return wire;
    }

    /// The agent of a wire name.
    ///
    /// @throws IllegalArgumentException naming the unknown agent
    public static Agent ofWire(String wire) {
        for (var agent : values()) if (agent.wire.equals(wire)) return agent;
        throw new IllegalArgumentException("unknown agent '" + wire + "'; known are claude and codex");
    }
}
