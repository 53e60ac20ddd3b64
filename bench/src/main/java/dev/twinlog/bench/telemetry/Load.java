package dev.twinlog.bench.telemetry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/// Clients that send at once, each on a connection and a thread of its own, one request after the other.
///
/// @param clients how many
/// @param rate    events a second of all clients together; 0: each sends its next request when the last is answered
/// @param prefix  what the marks of the records begin with; others in each run
public record Load(Wire wire, int port, int clients, long rate, String prefix) {
    /// What became of it.
    ///
    /// @param acknowledged events
    /// @param seconds      from the first request to the last answer
    /// @param millis       of each request, from when it was due until it was answered
    public record Told(long acknowledged, double seconds, List<Double> millis) {
        public double eventsPerSecond() {
            return acknowledged / seconds;
        }
    }

    /// Sends for a while.
    ///
    /// @param from the number of each client's first request
    /// @throws IOException when a request was not taken
    public Told run(Duration length, long from) throws IOException {
        long began = System.nanoTime();
        var runs = new ArrayList<CompletableFuture<List<Double>>>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (int client = 0; client < clients; client++) {
                int number = client;
                runs.add(CompletableFuture.supplyAsync(() -> client(number, began, length, from), threads));
            }
            var millis = new ArrayList<Double>();
            for (var run : runs) millis.addAll(run.join());
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Told((long) millis.size() * Batch.RECORDS, seconds, millis);
        } catch (CompletionException e) {
            throw new IOException("the load broke off: " + e.getMessage(), e);
        }
    }

    private List<Double> client(int client, long began, Duration length, long from) {
        var batch = Batch.of(wire, client, prefix);
        var millis = new ArrayList<Double>();
        long every = rate == 0 ? 0 : Duration.ofSeconds(1).toNanos() * Batch.RECORDS * clients / rate;
        long due = began + every * client / clients;
        try (var sender = Sender.to(wire, port)) {
            for (long n = from; System.nanoTime() - began < length.toNanos(); n++) {
                long at = every == 0 ? System.nanoTime() : await(due);
                sender.send(batch.numbered(n));
                millis.add((System.nanoTime() - at) / 1e6);
                due += every;
            }
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
        return millis;
    }

    /// What is late counts from when it was due.
    private static long await(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 0) Thread.sleep(Duration.ofNanos(left));
        return due;
    }
}
