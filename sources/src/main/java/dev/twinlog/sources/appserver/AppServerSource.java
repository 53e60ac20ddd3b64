package dev.twinlog.sources.appserver;

import java.time.Duration;
import java.util.function.Predicate;

/// Hears Codex' app-server: the user's own, or a child. Starts hearing when it is made, ends when it is closed; what is
/// to
/// be done is decided in `supervision`, done here by one thread.
public final class AppServerSource implements Sidecar, AutoCloseable {
    public AppServerSource(SidecarParts parts) {
        throw new UnsupportedOperationException(parts.toString());
    }

    @Override
    public SidecarHealth health() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() throws Refused {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void killSwitch(boolean on) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] account() throws Refused, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Login login(LoginKind kind) throws Refused, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void logout() throws Refused, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] thread(String threadId) throws Refused, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// Ends the child in good order (at most about four seconds), or closes the link; nothing is heard afterwards.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
