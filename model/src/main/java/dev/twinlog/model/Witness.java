package dev.twinlog.model;

import java.util.Locale;

/// A way of hearing an agent.
public enum Witness {
    /// The files that the agent writes.
    TRANSCRIPT,
    /// The telemetry that it sends.
    OTLP,
    /// Codex app-server's live JSON-RPC.
    STREAM;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// The name used in answers: `transcript`, `otlp`, `stream`.
    public String wire() {
        return wire;
    }

    /// The witness of a wire name.
    ///
    /// @throws IllegalArgumentException naming the unknown witness
    public static Witness ofWire(String wire) {
        for (var witness : values()) if (witness.wire.equals(wire)) return witness;
        throw new IllegalArgumentException("unknown witness '" + wire + "'");
    }
}
