package dev.twinlog.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A reader of Server-Sent Events that notes when each message came in whole.
final class LiveFeed implements AutoCloseable {
    /// @param nanos when its last line was read, as of {@link System#nanoTime}
    private record Message(long nanos, String event, String data) {}

    /// The daemon has no feed.
    static final class AbsentException extends Exception {
        private static final long serialVersionUID = 1L;

        AbsentException(String message) {
            super(message);
        }
    }

    private final InputStream body;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final Thread reading;

    private LiveFeed(InputStream body) {
        this.body = body;
        this.reading = Thread.ofPlatform().daemon().name("feed").start(this::read);
    }

    /// Opens the feed.
    ///
    /// @throws AbsentException when the answer is not a stream of events
    static LiveFeed open(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException, AbsentException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        var type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            response.body().close();
            throw new AbsentException("the daemon answers GET " + request.uri().getPath() + " with "
                    + response.statusCode() + " " + type);
        }
        return new LiveFeed(response.body());
    }

    private void read() {
        var event = "message";
        var data = new StringBuilder();
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) messages.add(new Message(System.nanoTime(), event, data.toString()));
                    event = "message";
                    data.setLength(0);
                } else if (line.startsWith("event:")) event = line.substring(6).strip();
                else if (line.startsWith("data:"))
                    data.append(line, 5, line.length()).append('\n');
            }
        } catch (IOException e) {
            // closed: whoever waits is told by the time
        }
    }

    /// When the message came that holds a mark, as of {@link System#nanoTime}. Others before it are passed over.
    ///
    /// @throws IOException when it does not come in time
    long awaitEvent(String mark, Duration atMost) throws IOException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            var message = messages.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null)
                throw new IOException(
                        "the feed did not tell the event " + mark + " within " + atMost.toSeconds() + " s");
            if (message.event.equals("event") && message.data.contains(mark)) return message.nanos;
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
        reading.interrupt();
    }
}
