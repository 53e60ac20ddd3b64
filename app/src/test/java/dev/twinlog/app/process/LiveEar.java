package dev.twinlog.app.process;

import dev.twinlog.testkit.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A listener of a daemon's live feed, over a bare socket: what it does not read, nobody reads for it.
final class LiveEar implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 40_000;

    private final Socket socket;
    private final InputStream raw;
    private final BufferedReader in =
            new BufferedReader(new InputStreamReader(new Body(), StandardCharsets.UTF_8), 1024);
    private String lastId = "";

    record Message(String name, String data) {}

    private LiveEar(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        raw = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int b = raw.read(); b != '\n'; b = raw.read()) {
            if (b < 0) throw new AssertionError("the connection ended in its head");
            if (b != '\r') line.append((char) b);
        }
        return line.toString();
    }

    /// Reads the head, and gives its first line.
    private String head() throws IOException {
        var status = line();
        while (!line().isEmpty()) {
            // other headers
        }
        return status;
    }

    /// A body in chunks as one stream.
    private final class Body extends InputStream {
        private long left;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left < 0) return -1;
            if (left == 0) left = Long.parseLong(line(), 16);
            if (left == 0) {
                left = -1;
                return -1;
            }
            int read = raw.read(bytes, from, (int) Math.min(count, left));
            left -= Math.max(0, read);
            if (read > 0 && left == 0) line();
            return read;
        }
    }

    /// @param more of the query, behind the token
    static LiveEar of(DaemonProcess daemon, String more) throws IOException {
        var ear = new LiveEar(asked(daemon, "/api/live?token=TOKEN" + more));
        var status = ear.head();
        if (!status.startsWith("HTTP/1.1 200")) throw new AssertionError(status);
        return ear;
    }

    /// The whole response to a question that is refused.
    static String refusal(DaemonProcess daemon, String path) throws IOException {
        try (var ear = new LiveEar(asked(daemon, path))) {
            return ear.head() + " " + new String(ear.raw.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Socket asked(DaemonProcess daemon, String path) throws IOException {
        var page = URI.create(daemon.ready().at("addresses", "page").text());
        var token = page.getQuery().substring("token=".length());
        var socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort());
        var request = "GET " + path.replace("TOKEN", token) + " HTTP/1.1\r\nHost: 127.0.0.1:" + page.getPort()
                + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// The next message of a kind; others are passed over.
    Message next(String name) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            var found = "";
            for (var line = in.readLine(); ; line = in.readLine()) {
                if (System.nanoTime() > until) throw new AssertionError("no message '" + name + "' came in time");
                if (line == null) throw new AssertionError("the feed has ended before a message '" + name + "'");
                if (line.startsWith("event: ")) found = line.substring("event: ".length());
                else if (line.startsWith("id: ")) lastId = line.substring("id: ".length());
                else if (line.startsWith("data: ") && found.equals(name))
                    return new Message(found, line.substring("data: ".length()));
            }
        }
    }

    /// The texts of the next answers, so many.
    List<String> texts(int count) throws IOException {
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            var event = Json.read(next("event").data());
            if (event.at("kind").text().equals("message"))
                texts.add(event.at("fields", "text", "value").text());
        }
        return texts;
    }

    String lastId() {
        return lastId;
    }

    /// Whether nothing more comes.
    boolean atEnd() throws IOException {
        for (var line = in.readLine(); line != null; line = in.readLine()) if (line.startsWith("data: ")) return false;
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
