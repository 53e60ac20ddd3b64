package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.Nullable;

/// Whether the live stream is heard right now (SPEC 4). Always derived, never stored.
public sealed interface StreamGate {
    /// No stream is expected: switched off, or no Codex here.
    record NotExpected() implements StreamGate {}

    /// Link up, handshake done, signed in, and lately heard.
    record Open() implements StreamGate {}

    /// The kill switch shuts it too, though no stream is expected then.
    ///
    /// @param detail more in words, for people, such as `Unsupported auth mode: apikey`; null: the reason says all
    record Shut(ShutReason reason, @Nullable String detail) implements StreamGate {}
}
