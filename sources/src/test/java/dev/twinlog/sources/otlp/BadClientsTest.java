package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.otlp.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that are wrong, slow or hostile, byte by byte on sockets. After each the receiver must go on as
/// if nothing were.
class BadClientsTest {
    private static final byte[] GOOD = Bodies.json(Signal.LOGS);
    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.open();
    }

    @AfterEach
    void goes_on() throws Exception {
        Awaitility.await().untilAsserted(() -> {
            scene.receiver.beat();
            assertThat(scene.post("/v1/logs", GOOD).status()).isEqualTo(200);
        });
        Awaitility.await().until(() -> scene.receiver.health().bodyBytes() == 0);
        scene.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void assertNothingKept() throws Exception {
        assertThat(scene.kept.requests()).isEmpty();
    }

    @Test
    void a_body_falsely_called_gzip_is_400_and_not_acknowledged() throws Exception {
        assertThat(scene.post("/v1/logs", GOOD, "Content-Encoding: gzip").status())
                .isEqualTo(400);
        assertNothingKept();
    }

    @Test
    void gzip_that_is_cut_or_has_more_behind_it_is_400() throws Exception {
        var packed = Scene.gzip(GOOD);
        for (var wrong : List.of(
                Arrays.copyOf(packed, packed.length - 3),
                Arrays.copyOf(packed, packed.length + 3),
                Arrays.copyOf(packed, 5),
                new byte[0]))
            assertThat(scene.post("/v1/logs", wrong, "Content-Encoding: gzip").status())
                    .isEqualTo(400);
        assertNothingKept();
        assertThat(scene.refused("malformed")).isEqualTo(4);
    }

    @Test
    void a_bomb_is_413() throws Exception {
        var bomb = Scene.gzip(new byte[64 << 20]);
        assertThat(scene.post("/v1/logs", bomb, "Content-Encoding: gzip").status())
                .isEqualTo(413);
        assertNothingKept();
    }

    @Test
    void a_body_that_is_too_large_is_413_with_a_status() throws Exception {
        var large = Bodies.jsonOf(Scene.LIMITS.bodyBytes() + 1);
        var answer = scene.post("/v1/logs", large);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).startsWith("{\"code\":8,\"message\":\"a body may have");
        assertThat(scene.post("/v1/logs", Bodies.jsonOf(Scene.LIMITS.bodyBytes()))
                        .status())
                .isEqualTo(200);
        assertThat(scene.refused("too_large")).isEqualTo(1);
    }

    @Test
    void chunks_without_end_are_413_and_the_connection_ends() throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", -1, "Transfer-Encoding: chunked"));
            var chunk = bytes("10000\r\n" + "x".repeat(0x10000) + "\r\n");
            var sent = writeUntilRefused(socket, chunk, 16L << 30);
            assertThat(sent).isLessThan(16L << 30);
        }
        assertThat(scene.refused("too_large")).isEqualTo(1);
    }

    /// Writes the same again and again, until the other side wants no more.
    private static long writeUntilRefused(Socket socket, byte[] piece, long most) {
        long sent = 0;
        try {
            while (sent < most) {
                socket.getOutputStream().write(piece);
                sent += piece.length;
            }
        } catch (IOException closed) {
            return sent;
        }
        return sent;
    }

    @Test
    void a_body_that_drips_is_408_when_its_time_is_over() throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", 1000));
            socket.getOutputStream().write(bytes("{"));
            assertThat(Scene.read(socket.getInputStream()).status()).isEqualTo(408);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertNothingKept();
    }

    @Test
    void a_body_that_ends_before_its_length_is_not_kept() throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", GOOD.length + 1));
            socket.getOutputStream().write(GOOD);
            socket.shutdownOutput();
        }
        Awaitility.await().until(() -> scene.counts().refusedInAll() == 1);
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /v1/lo", "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: 1"})
    void a_connection_that_brings_no_whole_head_is_closed_and_counted(String beginning) throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(bytes(beginning));
            Awaitility.await().until(() -> {
                scene.receiver.beat();
                return scene.receiver.health().http().connectionsTimedOut() == 1;
            });
            assertThat(socket.getInputStream().read()).isNegative();
            scene.receiver.beat();
            assertThat(scene.receiver.health().http().connectionsTimedOut()).isEqualTo(1);
        }
    }

    @Test
    void a_second_head_that_drips_is_closed_too() throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", GOOD.length));
            socket.getOutputStream().write(GOOD);
            assertThat(Scene.read(socket.getInputStream()).status()).isEqualTo(200);
            scene.receiver.beat();
            assertThat(scene.receiver.health().http().connectionsTimedOut()).isZero();
            socket.getOutputStream().write(bytes("POST /v1/logs HT"));
            Awaitility.await().until(() -> {
                scene.receiver.beat();
                return scene.receiver.health().http().connectionsTimedOut() == 1;
            });
        }
    }

    @Test
    void headers_without_end_are_refused() throws Exception {
        try (var socket = scene.connect()) {
            var out = socket.getOutputStream();
            out.write(bytes("POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\n"));
            var header = bytes("X-More: " + "y".repeat(1000) + "\r\n");
            for (int i = 0; i < 17; i++) out.write(header);
            var answer = Scene.read(socket.getInputStream());
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.header("content-type")).startsWith("application/json");
            assertThat(answer.text()).contains("\"code\":8", "16384 bytes");
        }
        assertNothingKept();
    }

    @Test
    void a_request_line_that_is_too_long_is_refused() throws Exception {
        var path = "/v1/logs?" + "x".repeat(OtlpLimits.REQUEST_LINE_BYTES_MAX);
        var answer = scene.post(path, GOOD);
        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.text()).contains("\"code\":3", "4096 bytes");
        assertThat(scene.receiver.health().http().counts().refused()).containsEntry("line_too_long", 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example", "evil.example:4318", "localhost.evil", "10.0.0.1"})
    void a_foreign_host_is_403_on_every_path(String host) throws Exception {
        for (var path : new String[] {"/v1/logs", "/v1/traces", "/v1/metrics", "/", "/v1/logs/x", "/nothing"})
            assertThat(scene.post(path, GOOD, "Host: " + host).status())
                    .as(path)
                    .isEqualTo(403);
        assertNothingKept();
    }

    @Test
    void an_answer_that_does_not_wait_for_the_body_is_the_same_each_time() throws Exception {
        for (int i = 0; i < 300; i++)
            assertThat(scene.post("/nothing", GOOD).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:4318", "127.0.0.1:1", "[::1]:4318", "LOCALHOST"})
    void our_own_names_are_let_in(String host) throws Exception {
        assertThat(scene.post("/v1/logs", GOOD, "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:4318", "file://"})
    void a_web_page_is_403_wherever_it_comes_from(String origin) throws Exception {
        assertThat(scene.post("/v1/logs", GOOD, "Origin: " + origin).status()).isEqualTo(403);
        assertThat(scene.post("/v1/logs", GOOD, "Origin: " + origin, "Content-Type: application/grpc")
                        .header("grpc-status"))
                .isEqualTo("7");
        assertNothingKept();
        assertThat(scene.refused("foreign")).isEqualTo(2);
    }

    @Test
    void connections_beyond_the_limit_are_closed_and_counted_and_room_comes_back() throws Exception {
        var open = new ArrayList<Socket>();
        for (int i = 0; i < Scene.LIMITS.connections() + 5; i++) open.add(scene.connect());
        Awaitility.await().until(() -> scene.receiver.health().http().connectionsRefused() == 5);
        assertThat(scene.receiver.health().http().connections()).isEqualTo(Scene.LIMITS.connections());
        for (var socket : open) socket.close();
        Awaitility.await().until(() -> scene.receiver.health().http().connections() == 0);
    }

    @Test
    void many_who_send_half_a_body_leave_room_for_others_after_their_time() throws Exception {
        var open = new ArrayList<Socket>();
        for (int i = 0; i < 8; i++) {
            var socket = scene.connect();
            open.add(socket);
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", 1 << 20));
            Thread.ofVirtual().start(() -> writeUntilRefused(socket, bytes("x".repeat(1 << 16)), 15 << 16));
        }
        Awaitility.await().until(() -> scene.counts().refusedInAll() == 8);
        assertThat(scene.counts().refused().keySet()).isSubsetOf("overloaded", "slow", "cut_short", "malformed");
        assertThat(scene.counts().refused()).containsKey("overloaded");
        for (var socket : open) socket.close();
    }

    @Test
    void requests_beyond_the_limit_are_503_at_once() throws Exception {
        scene.close();
        var most = Scene.LIMITS;
        scene = Scene.open(new OtlpLimits(
                most.bodyBytes(),
                most.roomBytes(),
                1,
                8,
                most.hold(),
                Duration.ofSeconds(20),
                most.head(),
                most.idle(),
                40));
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(scene.head("POST", "/v1/logs", GOOD.length));
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(scene.post("/v1/logs", GOOD).status()).isEqualTo(503));
            assertThat(scene.refused("overloaded")).isPositive();
            socket.getOutputStream().write(GOOD);
            assertThat(Scene.read(socket.getInputStream()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BREW /pot HTCPCP/1.0\r\n\r\n",
                "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: abc\r\n\r\n",
                "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
            })
    void what_is_no_request_is_refused_or_closed(String nonsense) throws Exception {
        try (var socket = scene.connect()) {
            socket.getOutputStream().write(bytes(nonsense));
            socket.shutdownOutput();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContain("HTTP/1.1 2");
        }
        assertNothingKept();
    }

    // HTTP/2, frame by frame.

    private Socket http2() throws IOException {
        var socket = scene.connect();
        socket.getOutputStream().write(Http2Frames.beginning());
        return socket;
    }

    @Test
    void requests_taken_back_again_and_again_end_the_connection() throws Exception {
        try (var socket = http2()) {
            var head = Http2Frames.callHead();
            var flood = new ByteArrayOutputStream();
            for (int stream = 1; stream < 4 * OtlpLimits.RESETS_MAX; stream += 2) {
                flood.writeBytes(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, stream, head));
                flood.writeBytes(Http2Frames.frame(Http2Frames.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            writeUntilRefused(socket, flood.toByteArray(), flood.size());
            Awaitility.await().until(() -> scene.receiver.health().http().connections() == 0);
        }
        assertNothingKept();
    }

    @Test
    void a_header_list_that_is_too_large_is_not_taken() throws Exception {
        try (var socket = http2()) {
            var large = Http2Frames.callHead("x-large", "y".repeat(OtlpLimits.HEADER_BYTES_MAX - 100));
            var out = socket.getOutputStream();
            out.write(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, large));
            out.write(Http2Frames.frame(Http2Frames.DATA, Http2Frames.END_STREAM, 1, new byte[] {0, 0, 0, 0, 0}));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void a_call_that_is_framed_wrongly_is_refused(int which) throws Exception {
        var wrong = new byte[][] {
            {}, {0, 0, 0, 0, 9, 1}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, {7, 0, 0, 0, 0},
        };
        try (var socket = http2()) {
            var out = socket.getOutputStream();
            out.write(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, Http2Frames.callHead()));
            out.write(Http2Frames.frame(Http2Frames.DATA, Http2Frames.END_STREAM, 1, wrong[which]));
            Awaitility.await().until(() -> scene.refused("malformed") == 1);
        }
        assertNothingKept();
    }

    @Test
    void a_message_that_says_it_is_huge_is_refused_before_it_comes() throws Exception {
        try (var socket = http2()) {
            var out = socket.getOutputStream();
            out.write(Http2Frames.frame(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, Http2Frames.callHead()));
            out.write(Http2Frames.frame(Http2Frames.DATA, 0, 1, new byte[] {0, -1, -1, -1, -1, 1, 2, 3}));
            Awaitility.await().until(() -> scene.refused("too_large") == 1);
        }
        assertNothingKept();
    }
}
