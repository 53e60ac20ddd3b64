package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveFeedTest {
    private HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/live", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write(
                        (": hello\n\nevent: status\ndata: mark-2\n\nevent: event\nid: 1\ndata: {\"key\":\"mark-1\"}\n\n"
                                        + "event: event\nid: 2\ndata: {\"key\":\ndata: \"mark-2\"}\n\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.stop(0);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .build();
    }

    @Test
    void an_event_is_known_by_its_mark_and_other_messages_are_passed_over() throws Exception {
        long before = System.nanoTime();
        try (var feed = LiveFeed.open(client, request("/api/live"))) {
            long first = feed.awaitEvent("mark-1", Duration.ofSeconds(10));
            long second = feed.awaitEvent("mark-2", Duration.ofSeconds(10));
            assertThat(first).isGreaterThan(before);
            assertThat(second).isGreaterThanOrEqualTo(first);
        }
    }

    @Test
    void an_event_that_does_not_come_is_an_error_that_names_it() throws Exception {
        try (var feed = LiveFeed.open(client, request("/api/live"))) {
            assertThatThrownBy(() -> feed.awaitEvent("mark-9", Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("mark-9");
        }
    }

    @Test
    void a_daemon_without_a_feed_is_told_apart_from_one_that_fails() {
        assertThatThrownBy(() -> LiveFeed.open(client, request("/api/nothing")))
                .isInstanceOf(LiveFeed.AbsentException.class)
                .hasMessageContaining("404");
    }
}
