package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// WebSocket over a Unix socket: one text message for each JSON-RPC message.
final class SocketWire implements Wire {
    private SocketWire() {}

    /// Connects, and does the handshake of WebSocket.
    ///
    /// @param socket   as {@link ControlSocket} found it
    /// @param patience for all of it
    /// @throws IOException when nobody answers, or somebody who does not speak WebSocket: what, where, why
    static SocketWire connect(Path socket, Listener listener, Duration patience)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(byte[] json) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Says farewell, and hangs up when it was answered, or a second later.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
