package dev.twinlog.sources.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends the canary: one plain POST over a socket, in the thread that calls. A client library would keep
/// threads for what happens twice a minute.
final class CanaryPost {
    private static final int LINE_BYTES_MAX = 512;

    private CanaryPost() {}

    /// Posts to a port of 127.0.0.1.
    ///
    /// @return what went wrong; null when it was acknowledged
    static @Nullable String send(int port, String nonce, byte[] body, Duration patience) {
        try (var socket = new Socket()) {
            int millis = Math.toIntExact(patience.toMillis());
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), millis);
            socket.getOutputStream().write(request(port, nonce, body));
            var status = line(socket.getInputStream());
            return status.startsWith("HTTP/1.1 200") ? null : "port " + port + " answered: " + status;
        } catch (IOException e) {
            return "it could not be sent to port " + port + ": " + e.getMessage();
        }
    }

    private static byte[] request(int port, String nonce, byte[] body) {
        var head = "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\n"
                + Canary.HEADER + ": " + nonce + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
        var headBytes = head.getBytes(StandardCharsets.US_ASCII);
        var request = java.util.Arrays.copyOf(headBytes, headBytes.length + body.length);
        System.arraycopy(body, 0, request, headBytes.length, body.length);
        return request;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= ' ' && line.length() < LINE_BYTES_MAX; b = in.read()) line.append((char) b);
        return line.toString();
    }
}
