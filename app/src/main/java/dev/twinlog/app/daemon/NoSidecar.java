package dev.twinlog.app.daemon;

import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Where no app-server is talked to: whatever is asked of it is refused.
final class NoSidecar implements Sidecar {
    private volatile boolean killed;

    NoSidecar(boolean killed) {
        this.killed = killed;
    }

    private static Refused refused() {
        return new Refused("no Codex app-server is talked to");
    }

    @Override
    public SidecarHealth health() {
        return new SidecarHealth(
                SidecarState.INACTIVE,
                0,
                null,
                null,
                new AuthState.NeedsLogin(null),
                HandshakeState.NONE,
                new StreamGate.NotExpected(),
                killed,
                Restarts.NONE,
                List.of(),
                List.of(),
                new TreeMap<>(),
                null,
                null);
    }

    @Override
    public SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) {
        return health();
    }

    @Override
    public void start() throws Refused {
        throw refused();
    }

    @Override
    public void stop() {}

    @Override
    public void killSwitch(boolean on) {
        killed = on;
    }

    @Override
    public byte[] account() throws Refused {
        throw refused();
    }

    @Override
    public Login login(LoginKind kind) throws Refused {
        throw refused();
    }

    @Override
    public void logout() throws Refused {
        throw refused();
    }

    @Override
    public byte[] thread(String threadId) throws Refused {
        throw refused();
    }
}
