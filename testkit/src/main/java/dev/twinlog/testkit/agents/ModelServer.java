package dev.twinlog.testkit.agents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A model server on a free port of loopback. It answers by a script, and writes down what it sent.
public final class ModelServer implements AutoCloseable {
    private final Script script;
    private final ModelApi api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ledger ledger = new Ledger();
    /// How long answers under way have when the server ends.
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

    private final Gates gates = new Gates();
    private final AtomicInteger requests = new AtomicInteger();
    private final Awaited<Map<Script.Place, Integer>> attempts = new Awaited<>(new HashMap<>());

    private ModelServer(Script script, ModelApi api, HttpServer server) {
        this.script = script;
        this.api = api;
        this.server = server;
    }

    /// Starts one that answers by this script.
    public static ModelServer start(Script script, ModelApi api) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new ModelServer(api.completed(script), api, http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /// Its address, without a path.
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What it sent.
    public Ledger ledger() {
        return ledger;
    }

    /// Where its answers wait.
    public Gates gates() {
        return gates;
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            var text = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var asked = new ModelApi.Asked(
                    http.getRequestMethod(),
                    http.getRequestURI().getPath(),
                    text.isBlank() ? new Json(null) : Json.read(text));
            api.answer(asked, new Reply(this, http));
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException("the answer did not come to its end", e);
        }
    }

    /// Counts requests from 1.
    int nextNumber() {
        return requests.incrementAndGet();
    }

    /// What a request for a place meets: the next attempt of the script's step.
    Attempt attempt(Script.Place place) {
        var before = new int[1];
        attempts.change(of -> before[0] = of.merge(place, 1, Integer::sum) - 1);
        return script.step(place).attempt(before[0]);
    }

    /// Lets all answers go on, and ends.
    @Override
    public void close() {
        gates.openAll();
        server.stop(0);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS))
                throw new IllegalStateException("an answer of the model server did not end when it was told to");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
