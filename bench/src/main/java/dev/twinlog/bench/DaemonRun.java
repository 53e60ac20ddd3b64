package dev.twinlog.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlog.bench.corpus.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A daemon that serves, and the questions asked of it over HTTP on one connection that is kept open.
final class DaemonRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration ASKED_AGAIN = Duration.ofMillis(25);
    private static final Duration END_PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BufferedReader out;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Thread::startVirtualThread)
            .build();
    private final JsonNode addresses;
    private final URI page;
    private final String token;
    private final long startedNanos;
    private final double readyMillis;

    private DaemonRun(Process process, BufferedReader out, JsonNode addresses, String token, long startedNanos) {
        this.process = process;
        this.out = out;
        this.addresses = addresses;
        this.page = URI.create(addresses.path("page").asText()).resolve("/");
        this.token = token;
        this.startedNanos = startedNanos;
        this.readyMillis = (System.nanoTime() - startedNanos) / 1e6;
    }

    /// Starts `twinlog up` and waits for `ready`.
    static DaemonRun start(Twinlog twinlog) throws IOException {
        long began = System.nanoTime();
        var process = twinlog.command("up", "--json", "--page-port", "0").start();
        Thread.startVirtualThread(() -> drain(process));
        var out = process.inputReader(StandardCharsets.UTF_8);
        var line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IOException("the daemon said no `ready` but: " + line);
        }
        var ready = Twinlog.JSON.readTree(line.substring("ready ".length()));
        var token = Files.readString(twinlog.data().resolve("page-token")).strip();
        return new DaemonRun(process, out, ready.path("addresses"), token, began);
    }

    private static void drain(Process process) {
        try (var err = process.getErrorStream()) {
            err.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it ended
        }
    }

    /// The port where it takes telemetry: of `otlpHttp` or `otlpGrpc`.
    int port(String door) {
        return URI.create(addresses.path(door).asText()).getPort();
    }

    /// Milliseconds from the start of the command to `ready`.
    double readyMillis() {
        return readyMillis;
    }

    /// Milliseconds since the start of the command.
    double millis() {
        return (System.nanoTime() - startedNanos) / 1e6;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /// What an answer was, and how long it took.
    ///
    /// @param partial whether an import goes on
    record Told(double millis, int status, boolean partial, JsonNode json) {}

    /// Asks by GET; parameters are names and values in turn.
    Told ask(String question, String... parameters) throws IOException, InterruptedException {
        var path = new StringBuilder("api/").append(question);
        for (int i = 0; i < parameters.length; i += 2)
            path.append(i == 0 ? '?' : '&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        var request = request(path.toString()).timeout(PATIENCE).build();
        long began = System.nanoTime();
        var response = answer(request);
        double millis = (System.nanoTime() - began) / 1e6;
        boolean partial = response.headers().firstValue("Twinlog-Import").isPresent();
        return new Told(millis, response.statusCode(), partial, Twinlog.JSON.readTree(response.body()));
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            if (!process.waitFor(1, TimeUnit.SECONDS)) throw e;
            throw new IOException("the daemon ended with " + process.exitValue() + " in the middle of the row", e);
        }
    }

    /// A request with the token; the path is relative to the page.
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page.resolve(path)).header("Authorization", "Bearer " + token);
    }

    HttpClient client() {
        return client;
    }

    /// Waits until it has looked at every file: before that its answers say that they are partial.
    void awaitWhole() throws IOException, InterruptedException {
        while (ask("status").partial()) {
            if (millis() > PATIENCE.toMillis()) throw new IOException("the daemon's answers stay partial");
            Thread.sleep(ASKED_AGAIN);
        }
    }

    /// The tokens of all days.
    Usage usage() throws IOException, InterruptedException {
        return Twinlog.usage(ask("usage", "tz", "UTC").json());
    }

    /// Ends it, and waits until it has ended.
    @Override
    public void close() {
        client.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(END_PATIENCE.toSeconds(), TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
            out.close();
        } catch (IOException e) {
            // it ended
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
