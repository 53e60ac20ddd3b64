package dev.twinlog.sources.otlp;

import dev.twinlog.journal.Control;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/// A receiver on ports of its own, over requests in memory, whose time stands still unless the test moves
/// it.
final class Scene implements AutoCloseable {
    static final String TOKEN = "made-up-token";
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /// Short ones, so that nobody waits for long.
    static final OtlpLimits LIMITS = new OtlpLimits(
            1 << 20,
            2 << 20,
            64,
            8,
            Duration.ofMillis(300),
            Duration.ofMillis(700),
            Duration.ofMillis(300),
            Duration.ofSeconds(20),
            40);

    final KeptRequests kept = new KeptRequests();
    final List<Control> facts = new CopyOnWriteArrayList<>();
    final AtomicLong ticks = new AtomicLong();
    final AtomicLong settled = new AtomicLong();
    final OtlpReceiver receiver;

    private Scene(OtlpLimits limits, boolean tokenRequired, int httpPort) {
        var token = new TokenRule(tokenRequired, TOKEN::equals);
        receiver = OtlpReceiver.start(new ReceiverParts(
                httpPort, 0, token, limits, InstantSource.fixed(NOW), ticks::get, (_, _) -> () -> {}, new Random(7)));
    }

    static Scene open() {
        return open(LIMITS);
    }

    static Scene open(OtlpLimits limits) {
        var scene = new Scene(limits, false, 0);
        scene.letThrough();
        return scene;
    }

    static Scene openWithTokenRequired() {
        var scene = new Scene(LIMITS, true, 0);
        scene.letThrough();
        return scene;
    }

    /// The journal is not there yet.
    static Scene starting() {
        return new Scene(LIMITS, false, 0);
    }

    static Scene startingAt(int httpPort) {
        return new Scene(LIMITS, false, httpPort);
    }

    void letThrough() {
        receiver.open(new Downstream(kept, facts::add, settled::get));
    }

    void pass(Duration time) {
        ticks.addAndGet(time.toNanos());
    }

    int httpPort() {
        return receiver.health().http().port();
    }

    int grpcPort() {
        return receiver.health().grpc().port();
    }

    OtlpHealth.Counts counts() {
        return receiver.health().http().counts();
    }

    long refused(String reason) {
        return counts().refused().getOrDefault(reason, 0L);
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), httpPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// A response: the status, the headers as text in lower case, the body.
    record Response(int status, String head, byte[] body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Sends a POST of JSON, byte by byte as given.
    Response post(String path, byte[] body, String... headers) throws IOException {
        return send("POST", path, body, headers);
    }

    Response send(String method, String path, byte[] body, String... headers) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(head(method, path, body.length, headers));
            socket.getOutputStream().write(body);
            return read(socket.getInputStream());
        }
    }

    byte[] head(String method, String path, int length, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (missing("host", headers))
            head.append("Host: 127.0.0.1:").append(httpPort()).append("\r\n");
        if (missing("content-type", headers)) head.append("Content-Type: application/json\r\n");
        for (var header : headers) head.append(header).append("\r\n");
        if (length >= 0) head.append("Content-Length: ").append(length).append("\r\n");
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean missing(String name, String... headers) {
        for (var header : headers) if (header.toLowerCase(Locale.ROOT).startsWith(name + ":")) return false;
        return true;
    }

    static Response read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) throw new IOException("cut short: " + head);
            head.append((char) b);
        }
        var bare = new Response(Integer.parseInt(head.substring(9, 12)), head.toString(), new byte[0]);
        var length = bare.header("content-length");
        return new Response(
                bare.status, bare.head, length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length)));
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
