package dev.twinlog.bench.telemetry;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection of HTTP/1.1 that is kept. It is a socket, since a client library takes more of the processors,
/// which it shares with who is measured, than it has to.
final class HttpSender implements Sender {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LINE_MAX = 8192;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final Wire wire;

    HttpSender(Wire wire, int port) throws IOException {
        this.wire = wire;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(byte[] body) throws IOException {
        var head = "POST " + wire.path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + wire.contentType()
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        var all = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, all, 0, head.length());
        System.arraycopy(body, 0, all, head.length(), body.length);
        socket.getOutputStream().write(all);
        answer();
    }

    private void answer() throws IOException {
        var status = line();
        long length = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH))
                length = Long.parseLong(lower.substring(LENGTH.length()).strip());
        }
        in.skipNBytes(length);
        if (!status.startsWith("HTTP/1.1 2")) throw new IOException(wire + " was answered " + status);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the connection was closed in the middle of an answer");
            if (line.length() > LINE_MAX) throw new IOException("an answer with a line of more than " + LINE_MAX);
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
