package dev.twinlog.sources.appserver.supervision;

import java.util.Locale;

/// Where a sidecar is in its life (SPEC 5.3).
public enum SidecarState {
    /// Nothing runs and nothing is to run: not expected, killed by the switch, or stopped by an operator.
    INACTIVE,
    /// A child was started, or a socket is being connected; the handshake is under way.
    STARTING,
    /// The handshake is done.
    RUNNING,
    /// It ended or could not start, and is started again after a while.
    DEGRADED,
    /// The restart budget is spent: nothing is started until an operator does.
    CRASH_LOOP,
    /// It is being ended.
    STOPPING;

    /// The name used in answers: `inactive`, `crash_loop`, …
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
