package dev.twinlog.bench.telemetry;

import java.io.IOException;

/// A connection of one client. For one thread.
interface Sender extends AutoCloseable {
    /// Sends a request and waits for the answer.
    ///
    /// @throws IOException when it was not taken
    void send(byte[] body) throws IOException;

    @Override
    void close() throws IOException;

    static Sender to(Wire wire, int port) throws IOException {
        return wire == Wire.GRPC ? new GrpcSender(port) : new HttpSender(wire, port);
    }
}
