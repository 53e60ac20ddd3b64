package dev.twinlog.testkit.agents;

import com.sun.net.httpserver.HttpExchange;
import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The way back to the agent for one request. What goes through it is in the server's ledger.
public final class Reply {
    /// The length announced of an answer that breaks: without it the end of the connection would be the end of the
    /// answer.
    private static final long MORE_THAN_SENT = 1 << 30;

    private final ModelServer server;
    private final HttpExchange http;

    Reply(ModelServer server, HttpExchange http) {
        this.server = server;
        this.http = http;
    }

    /// The number of a request that counts, from 1: to be asked once for each.
    public int nextNumber() {
        return server.nextNumber();
    }

    /// The server's port, which makes ids of several servers differ.
    public int port() {
        return server.address().getPort();
    }

    /// What the script has for this place, now.
    public Attempt attempt(Script.Place place) {
        return server.attempt(place);
    }

    /// Sets a header.
    public Reply header(String name, String value) {
        http.getResponseHeaders().set(name, value);
        return this;
    }

    /// Answers with one JSON value, which the ledger does not tell.
    public void json(int status, @Nullable Object value) throws IOException {
        var bytes = Json.write(value).getBytes(StandardCharsets.UTF_8);
        header("Content-Type", "application/json");
        http.sendResponseHeaders(status, bytes.length);
        http.getResponseBody().write(bytes);
    }

    /// Answers with no body.
    public void empty(int status) throws IOException {
        http.sendResponseHeaders(status, -1);
    }

    /// Refuses.
    ///
    /// @param error the body, as the API has it
    public void refuse(int number, String requestId, Script.Place place, Attempt.Refusal refusal, Map<String, ?> error)
            throws IOException {
        server.ledger()
                .begin(new Exchange(
                        number, requestId, null, place, List.of(), new TreeMap<>(), Exchange.State.REFUSED));
        if (refusal.retryAfter() > 0) header("retry-after", Integer.toString(refusal.retryAfter()));
        json(refusal.status(), error);
    }

    /// Answers with a whole message.
    public void whole(Exchange exchange, List<Exchange.Sent> pieces, Map<String, @Nullable Object> message)
            throws IOException {
        server.ledger().begin(exchange);
        for (var piece : pieces) server.ledger().update(exchange.number(), each -> each.withSent(piece));
        become(exchange, Exchange.State.COMPLETE);
        try {
            json(200, message);
        } catch (IOException e) {
            become(exchange, Exchange.State.ABANDONED);
            throw e;
        }
    }

    /// Answers with server-sent events.
    public void stream(Exchange exchange, List<Frame> frames)
            throws IOException, InterruptedException, TimeoutException {
        server.ledger().begin(exchange);
        header("Content-Type", "text/event-stream").header("Cache-Control", "no-cache");
        http.sendResponseHeaders(200, frames.contains(new Frame.Break()) ? MORE_THAN_SENT : 0);
        try {
            for (var frame : frames) play(exchange, frame);
        } catch (IOException e) {
            become(exchange, Exchange.State.ABANDONED);
            throw e;
        }
    }

    private void play(Exchange exchange, Frame frame) throws IOException, InterruptedException, TimeoutException {
        switch (frame) {
            case Frame.Event(var type, var data) -> send(type, data);
            case Frame.Gate(var name) -> server.gates().pass(name);
            case Frame.Whole(var piece) -> server.ledger().update(exchange.number(), each -> each.withSent(piece));
            case Frame.Complete() -> become(exchange, Exchange.State.COMPLETE);
            case Frame.Break() -> {
                become(exchange, Exchange.State.CUT);
                http.close();
            }
        }
    }

    private void send(String type, Map<String, @Nullable Object> data) throws IOException {
        var out = http.getResponseBody();
        out.write(("event: " + type + "\ndata: " + Json.write(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void become(Exchange exchange, Exchange.State state) {
        server.ledger().update(exchange.number(), each -> each.with(state));
    }
}
