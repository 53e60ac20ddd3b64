package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver with its real limits in a process whose heap is small: whoever wants more memory than there
/// is would end it.
class HeapTest {
    private static final int CLIENTS = 500;
    private static final int WAITED_MILLIS = 8000;
    private static final int LARGEST = OtlpLimits.BODY_BYTES_MAX;

    @TempDir
    Path folder;

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-XX:+UseSerialGC",
                        "-XX:NewRatio=1",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ReceiverMain.class.getName(),
                        folder.toString(),
                        "0",
                        "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String head(int port) {
        return "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + LARGEST + "\r\n\r\n";
    }

    /// Promises the largest body, sends a part of it, and waits for an answer, but not for the end of its
    /// time.
    private static void promise(int port, CountDownLatch all, AtomicInteger answered) {
        try (var socket = connect(port)) {
            socket.setSoTimeout(WAITED_MILLIS);
            socket.getOutputStream().write(head(port).getBytes(StandardCharsets.US_ASCII));
            var piece = new byte[64 * 1024];
            Arrays.fill(piece, (byte) ' ');
            for (int i = 0; i < 64; i++) socket.getOutputStream().write(piece);
            if (socket.getInputStream().read() == 'H') answered.incrementAndGet();
        } catch (IOException gone) {
            // refused while it wrote, or still held: the answers that are counted are enough
        } finally {
            all.countDown();
        }
    }

    private static int post(HttpClient client, int port, byte[] body, String encoding) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/logs"))
                .header("content-type", "application/json")
                .header("content-encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    @Tag("slow")
    void five_hundred_who_promise_the_largest_body_do_not_exhaust_a_heap_of_128_mb() throws Exception {
        var process = start();
        try (BufferedReader out = process.inputReader();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = HttpClient.newHttpClient()) {
            int port = Integer.parseInt(out.readLine().split(" ", -1)[0]);
            var largest = new byte[LARGEST];
            Arrays.fill(largest, (byte) ' ');
            largest[0] = '{';
            largest[LARGEST - 1] = '}';
            assertThat(post(client, port, largest, "identity")).isEqualTo(200);
            assertThat(post(client, port, Scene.gzip(largest), "gzip")).isEqualTo(200);

            var all = new CountDownLatch(CLIENTS);
            var answered = new AtomicInteger();
            for (int i = 0; i < CLIENTS; i++) threads.execute(() -> promise(port, all, answered));
            assertThat(all.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(answered.get()).isPositive();

            assertThat(process.isAlive()).isTrue();
            assertThat(post(client, port, largest, "identity")).isEqualTo(200);
            process.getOutputStream().close();
            assertThat(out.readLine()).contains("overloaded=", "bodyBytes=0");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
