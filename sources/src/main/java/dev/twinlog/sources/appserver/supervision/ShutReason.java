package dev.twinlog.sources.appserver.supervision;

import java.util.Locale;

/// Why the stream's gate is shut (SPEC 4).
public enum ShutReason {
    STARTING,
    SIDECAR_MISSING,
    NOT_EXECUTABLE,
    UNTRUSTED_BINARY,
    HANDSHAKE,
    NEEDS_LOGIN,
    AUTHENTICATING,
    LOGGED_OUT,
    UNSUPPORTED_AUTH_MODE,
    /// Neither an answer nor a frame for too long.
    SILENT,
    RESTARTING,
    /// By an operator.
    STOPPED,
    KILL_SWITCH,
    CRASH_LOOP,
    /// What is said is no JSON-RPC, or not of an app-server.
    PROTOCOL;

    /// The name used in answers: `sidecar_missing`, …
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
