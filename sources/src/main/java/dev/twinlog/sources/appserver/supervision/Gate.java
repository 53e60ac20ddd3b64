package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.AuthState.Authenticated;
import dev.twinlog.sources.appserver.supervision.AuthState.Authenticating;
import dev.twinlog.sources.appserver.supervision.AuthState.LoggedOut;
import dev.twinlog.sources.appserver.supervision.AuthState.NeedsLogin;
import dev.twinlog.sources.appserver.supervision.AuthState.Unsupported;
import dev.twinlog.sources.appserver.supervision.StreamGate.Open;
import dev.twinlog.sources.appserver.supervision.StreamGate.Shut;
import org.jspecify.annotations.Nullable;

/// What the gate is, from what supervision knows: one reason, the one that an operator has to deal with first.
final class Gate {
    static final String UNSUPPORTED = "Unsupported auth mode: ";
    static final String NO_SERVER =
            "no Codex app-server serves here: start codex in a terminal, or let sidecar.link be auto";
    private static final String NEW_SERVER = "a Codex app-server appeared, and is connected in a few seconds";

    private Gate() {}

    static StreamGate of(Supervision all, Tick now) {
        var wish = all.wish();
        if (!wish.expected()) return new StreamGate.NotExpected();
        if (wish.killSwitch()) return shut(ShutReason.KILL_SWITCH, null);
        return switch (all.state()) {
            case CRASH_LOOP -> shut(ShutReason.CRASH_LOOP, all.lastError());
            case INACTIVE, STARTING, RUNNING, DEGRADED, STOPPING -> {
                if (wish.stopped() || wish.closing()) yield shut(ShutReason.STOPPED, null);
                yield living(all, all.life(), now);
            }
        };
    }

    /// Without a link, or with one that ends.
    private static StreamGate waiting(Supervision all, Tick now) {
        if (all.noProgram() != null)
            return shut(all.noProgram().why(), all.noProgram().detail());
        if (!all.rules().spawn() && all.socket().looked() && all.life() == null) {
            if (all.socket().identity() == null) return shut(ShutReason.SIDECAR_MISSING, NO_SERVER);
            if (all.socket().ripening(now)) return shut(ShutReason.STARTING, NEW_SERVER);
        }
        return all.state() == SidecarState.INACTIVE && all.life() == null && all.lastError() == null
                ? shut(ShutReason.STARTING, null)
                : shut(ShutReason.RESTARTING, all.state() == SidecarState.DEGRADED ? all.lastError() : null);
    }

    private static StreamGate living(Supervision all, @Nullable Life life, Tick now) {
        if (life == null || life.ending() || all.noProgram() != null) return waiting(all, now);
        return switch (life.course().phase()) {
            case OPENING -> shut(ShutReason.STARTING, null);
            case LOST, ENDING, TERMINATED, KILLED -> shut(ShutReason.RESTARTING, null);
            case UP -> life.handshake().initialized() ? said(life, now) : handshaking(life);
        };
    }

    private static StreamGate handshaking(Life life) {
        var babble = life.pulse().babble();
        return babble == null ? shut(ShutReason.HANDSHAKE, null) : shut(ShutReason.PROTOCOL, babble);
    }

    private static StreamGate said(Life life, Tick now) {
        if (life.pulse().silent(now)) return shut(ShutReason.SILENT, null);
        var auth = life.auth().state();
        if (auth instanceof NeedsLogin && !life.handshake().account()) return shut(ShutReason.HANDSHAKE, null);
        return switch (auth) {
            case Authenticated _ ->
                life.handshake().state() == HandshakeState.COMPLETE ? new Open() : shut(ShutReason.HANDSHAKE, null);
            case Authenticating() -> shut(ShutReason.AUTHENTICATING, null);
            case LoggedOut() -> shut(ShutReason.LOGGED_OUT, null);
            case NeedsLogin(var error) -> shut(ShutReason.NEEDS_LOGIN, error);
            case Unsupported(var mode) -> shut(ShutReason.UNSUPPORTED_AUTH_MODE, UNSUPPORTED + mode);
        };
    }

    private static StreamGate shut(ShutReason reason, @Nullable String detail) {
        return new Shut(reason, detail);
    }
}
