package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The real `codex app-server` over its standard streams: one JSON message a line, requests answered by id.
public final class AppServer implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(10);

    private final AgentProcess process;
    private final AtomicInteger ids = new AtomicInteger();

    private AppServer(AgentProcess process) {
        this.process = process;
    }

    static AppServer on(AgentProcess process) throws IOException, InterruptedException, TimeoutException {
        var server = new AppServer(process);
        var client = object("name", "twinlog_lane", "title", "Lane", "version", "1");
        server.ask("initialize", object("clientInfo", client, "capabilities", object("experimentalApi", true)));
        server.tell(object("method", "initialized"));
        return server;
    }

    /// The process that serves.
    public AgentProcess process() {
        return process;
    }

    /// Asks, and waits for the result. Fails when the answer is an error.
    public Json ask(String method, Map<String, @Nullable Object> params)
            throws IOException, InterruptedException, TimeoutException {
        int id = ids.incrementAndGet();
        tell(object("id", id, "method", method, "params", params));
        var answer =
                await(one -> one.at("id").number() == id && !one.at("method").there());
        if (answer.at("error").there()) throw new AssertionError(method + ": " + Json.write(answer.value()));
        return answer.at("result");
    }

    /// Begins a thread, and returns its id.
    public String startThread(Map<String, @Nullable Object> params)
            throws IOException, InterruptedException, TimeoutException {
        return ask("thread/start", params).at("thread", "id").text();
    }

    /// Begins a turn, and returns its id.
    public String startTurn(String thread, String prompt) throws IOException, InterruptedException, TimeoutException {
        var input = object("type", "text", "text", prompt, "text_elements", List.of());
        return ask("turn/start", object("threadId", thread, "input", List.of(input)))
                .at("turn", "id")
                .text();
    }

    /// Waits for the end of a turn, and returns its status.
    public String awaitEnd(String turn) throws InterruptedException, TimeoutException {
        return await("turn/completed", params -> params.at("turn", "id").text().equals(turn))
                .at("params", "turn", "status")
                .text();
    }

    /// Begins a turn and waits for its end; returns its id.
    public String turn(String thread, String prompt) throws IOException, InterruptedException, TimeoutException {
        var turn = startTurn(thread, prompt);
        awaitEnd(turn);
        return turn;
    }

    /// The first notification, or request of the server, of a method and with such parameters.
    public Json await(String method, Predicate<Json> params) throws InterruptedException, TimeoutException {
        return await(one -> one.at("method").text().equals(method) && params.test(one.at("params")));
    }

    private Json await(Predicate<Json> fits) throws InterruptedException, TimeoutException {
        return Json.read(process.awaitLine(CodexHome.PATIENCE, line -> fits.test(Json.read(line))));
    }

    /// Answers a request of the server.
    public void answer(Json request, Map<String, @Nullable Object> result) throws IOException {
        tell(object("id", request.at("id").value(), "result", result));
    }

    private void tell(Map<String, @Nullable Object> message) throws IOException {
        process.say(Json.write(message));
    }

    /// Hangs up, as an IDE that is closed does, and waits for the end.
    public int hangUp() throws IOException, InterruptedException, TimeoutException {
        process.hangUp();
        return process.awaitEnd(END);
    }

    @Override
    public void close() {
        process.close();
    }
}
