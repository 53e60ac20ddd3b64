package dev.twinlog.sources.appserver.supervision;

import java.util.Locale;

/// How far the handshake of a generation is (SPEC 5.3).
public enum HandshakeState {
    /// Nothing was sent.
    NONE,
    /// `initialize` was sent.
    INITIALIZE_SENT,
    /// It was answered, and `initialized` sent.
    INITIALIZED,
    /// `account/read` and `thread/loaded/list` were answered too, be it by an error.
    COMPLETE,
    /// It was refused, or took too long.
    FAILED;

    /// The name used in answers.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
