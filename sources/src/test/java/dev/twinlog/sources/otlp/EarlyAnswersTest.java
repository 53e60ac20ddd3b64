package dev.twinlog.sources.otlp;

import static dev.twinlog.sources.otlp.Http2Frames.DATA;
import static dev.twinlog.sources.otlp.Http2Frames.END_HEADERS;
import static dev.twinlog.sources.otlp.Http2Frames.END_STREAM;
import static dev.twinlog.sources.otlp.Http2Frames.GOAWAY;
import static dev.twinlog.sources.otlp.Http2Frames.HEADERS;
import static dev.twinlog.sources.otlp.Http2Frames.PING;
import static dev.twinlog.sources.otlp.Http2Frames.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// HTTP/2 requests that are answered before they have come whole, frame by frame.
class EarlyAnswersTest {
    private static final byte[] HUGE = {0, -1, -1, -1, -1, 1, 2, 3};
    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Socket connection() throws IOException {
        var socket = scene.connect();
        socket.getOutputStream().write(Http2Frames.beginning());
        return socket;
    }

    private static void call(Socket socket, int stream, byte[] beginning) throws IOException {
        var out = socket.getOutputStream();
        out.write(Http2Frames.frame(HEADERS, END_HEADERS, stream, Http2Frames.callHead()));
        out.write(Http2Frames.frame(DATA, 0, stream, beginning));
    }

    private static void assertEnded(Socket socket, int stream) throws IOException {
        var in = socket.getInputStream();
        assertThat(Http2Frames.next(in, HEADERS, stream).flags() & END_STREAM).isNotZero();
        assertThat(Http2Frames.next(in, RST_STREAM, stream).payload()).containsExactly(0, 0, 0, 0);
        assertThat(Http2Frames.next(in, GOAWAY, 0).payload()).endsWith(0, 0, 0, 0);
    }

    private void awaitClosed() {
        Awaitility.await().until(() -> {
            scene.receiver.beat();
            return scene.receiver.health().http().connections() == 0;
        });
    }

    @Test
    void a_refused_call_ends_behind_its_answer_and_its_connection_a_moment_later() throws Exception {
        try (var socket = connection()) {
            call(socket, 1, HUGE);
            assertEnded(socket, 1);
            scene.receiver.beat();
            assertThat(scene.receiver.health().http().connections()).isEqualTo(1);
            awaitClosed();
            assertThat(Http2Frames.rest(socket.getInputStream())).isEmpty();
        }
        assertThat(scene.refused("too_large")).isEqualTo(1);
        assertThat(scene.receiver.health().http().connectionsTimedOut()).isZero();
    }

    @Test
    void so_does_a_call_whose_message_came_too_late() throws Exception {
        try (var socket = connection()) {
            call(socket, 1, new byte[] {0, 0, 0, 1, 0, 1, 2, 3});
            assertEnded(socket, 1);
            awaitClosed();
        }
        assertThat(scene.refused("slow")).isEqualTo(1);
    }

    @Test
    void so_does_a_request_of_plain_http() throws Exception {
        try (var socket = connection()) {
            var out = socket.getOutputStream();
            out.write(
                    Http2Frames.frame(HEADERS, END_HEADERS, 1, Http2Frames.callHead("origin", "http://evil.example")));
            assertEnded(socket, 1);
            out.write(Http2Frames.frame(HEADERS, END_HEADERS, 3, Http2Frames.callHead()));
            awaitClosed();
        }
        try (var socket = connection()) {
            socket.getOutputStream()
                    .write(Http2Frames.frame(HEADERS, END_HEADERS, 1, Http2Frames.plainHead("/nothing")));
            awaitClosed();
            var frames = Http2Frames.rest(socket.getInputStream()).stream()
                    .filter(frame -> frame.stream() == 1)
                    .toList();
            assertThat(frames)
                    .extracting(Http2Frames.Frame::type)
                    .startsWith(HEADERS, DATA)
                    .endsWith(DATA, RST_STREAM);
            assertThat(frames.get(frames.size() - 2).flags() & END_STREAM).isNotZero();
            assertThat(frames.getLast().payload()).containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void many_of_them_leave_the_door_open() throws Exception {
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < Scene.LIMITS.connections(); i++) {
            sockets.add(connection());
            call(sockets.getLast(), 1, HUGE);
        }
        for (var socket : sockets) assertEnded(socket, 1);
        awaitClosed();
        assertThat(scene.post("/v1/logs", Bodies.json(dev.twinlog.otlp.Signal.LOGS))
                        .status())
                .isEqualTo(200);
        for (var socket : sockets) socket.close();
    }

    @Test
    void a_body_that_goes_on_for_a_while_hides_no_answer() throws Exception {
        try (var socket = connection()) {
            call(socket, 1, HUGE);
            for (int i = 0; i < 4; i++)
                socket.getOutputStream().write(Http2Frames.frame(DATA, 0, 1, new byte[OtlpLimits.PIECE_BYTES]));
            assertEnded(socket, 1);
            awaitClosed();
        }
    }

    @Test
    void a_call_beside_it_is_taken_and_answered() throws Exception {
        scene.close();
        var usual = Scene.LIMITS;
        scene = Scene.open(new OtlpLimits(
                usual.bodyBytes(),
                usual.roomBytes(),
                usual.requests(),
                usual.waiting(),
                usual.hold(),
                Duration.ofSeconds(20),
                usual.head(),
                usual.idle(),
                usual.connections()));
        var message = Bodies.logs(1, "beside").toByteArray();
        try (var socket = connection()) {
            var framed = ByteBuffer.allocate(5 + message.length).put((byte) 0).putInt(message.length);
            call(socket, 1, java.util.Arrays.copyOf(framed.array(), 5));
            call(socket, 3, HUGE);
            assertEnded(socket, 3);
            socket.getOutputStream().write(Http2Frames.frame(DATA, END_STREAM, 1, message));
            assertThat(Http2Frames.next(socket.getInputStream(), DATA, 1).payload())
                    .startsWith(0, 0, 0, 0);
            awaitClosed();
        }
        assertThat(scene.kept.requests()).hasSize(1);
    }

    @Test
    void a_ping_between_calls_is_no_late_head() throws Exception {
        var message = Bodies.logs(1, "good").toByteArray();
        try (var socket = connection()) {
            var framed = ByteBuffer.allocate(5 + message.length)
                    .put((byte) 0)
                    .putInt(message.length)
                    .put(message);
            call(socket, 1, framed.array());
            socket.getOutputStream().write(Http2Frames.frame(DATA, END_STREAM, 1, new byte[0]));
            Http2Frames.next(socket.getInputStream(), DATA, 1);
            Awaitility.await()
                    .during(Scene.LIMITS.head().multipliedBy(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        socket.getOutputStream().write(Http2Frames.frame(PING, 0, 0, new byte[8]));
                        Http2Frames.next(socket.getInputStream(), PING, 0);
                        scene.receiver.beat();
                        return scene.receiver.health().http().connectionsTimedOut() == 0;
                    });
        }
    }
}
