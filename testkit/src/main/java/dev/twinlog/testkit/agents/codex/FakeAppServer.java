package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.Awaited;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One process of a fake Codex, as the test sees it. Safe for use by many threads.
public final class FakeAppServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final FakeCodex.Conduct conduct;
    private final Function<Json, Map<String, @Nullable Object>> answers;
    private final ProcessHandle process;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Awaited<Heard> heard = new Awaited<>(new Heard());

    private static final class Heard {
        private final List<Json> messages = new ArrayList<>();
        private boolean hungUp;
    }

    private FakeAppServer(
            Socket socket,
            BufferedReader in,
            FakeCodex.Conduct conduct,
            Function<Json, Map<String, @Nullable Object>> answers,
            String greeting)
            throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.conduct = conduct;
        this.answers = answers;
        var parts = greeting.split("\u001e", -1);
        var words = parts[0].split("\u001f", -1);
        process = ProcessHandle.of(Long.parseLong(words[0])).orElseThrow(() -> new IOException("already gone"));
        arguments = List.of(Arrays.copyOfRange(words, 1, words.length));
        environment = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('=');
            environment.put(parts[i].substring(0, end), parts[i].substring(end + 1));
        }
    }

    static FakeAppServer greeted(
            Socket socket, FakeCodex.Conduct conduct, Function<Json, Map<String, @Nullable Object>> answers)
            throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var greeting = in.readLine();
        if (greeting == null) throw new IOException("a fake Codex ended before it said who it is");
        return new FakeAppServer(socket, in, conduct, answers, greeting);
    }

    void begin() {
        if (conduct == FakeCodex.Conduct.GARBAGE) say("Welcome to Codex! <<< this is no JSON");
        Thread.ofVirtual().start(this::hear);
    }

    private void hear() {
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) hear(line);
        } catch (IOException e) {
            // it was killed, which is told by its process
        }
    }

    private void hear(String line) {
        if (line.equals(FakeCodex.HUNG_UP)) hungUp();
        else take(Json.read(line));
    }

    private void hungUp() {
        heard.change(of -> of.hungUp = true);
        if (conduct != FakeCodex.Conduct.STUBBORN) exit(0);
    }

    private void take(Json message) {
        heard.change(of -> of.messages.add(message));
        boolean asked = message.at("id").there() && message.at("method").there();
        if (!asked || conduct == FakeCodex.Conduct.SILENT || conduct == FakeCodex.Conduct.GARBAGE) return;
        var answer = answers.apply(message);
        if (answer.isEmpty()) return;
        var whole = new LinkedHashMap<String, @Nullable Object>(answer);
        whole.put("id", message.at("id").value());
        say(Json.write(whole));
    }

    /// Says a line, which need not be JSON.
    public void say(String line) {
        if (line.startsWith("!")) throw new IllegalArgumentException("a line with ! is an order: " + line);
        order(line);
    }

    /// Says a notification.
    public void tell(String method, Map<String, @Nullable Object> params) {
        say(Json.write(object("method", method, "params", params, "emittedAtMs", System.currentTimeMillis())));
    }

    /// Says one line many times, as fast as it is read.
    public void flood(int count, String line) {
        order("!flood " + count + " " + line);
    }

    /// Writes bytes that are no line.
    public void sayBytes(byte... bytes) {
        order("!raw " + java.util.HexFormat.of().formatHex(bytes));
    }

    /// Writes a line to standard error.
    public void complain(String line) {
        order("!err " + line);
    }

    /// Has it end by itself with this code.
    public void exit(int code) {
        order("!exit " + code);
    }

    private synchronized void order(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive()) throw new UncheckedIOException(e);
        }
    }

    /// Its process.
    public ProcessHandle process() {
        return process;
    }

    /// What it was started with, such as `app-server`.
    public List<String> arguments() {
        return arguments;
    }

    /// The environment that it was given.
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /// What it has heard so far.
    public List<Json> heard() {
        return heard.read(of -> List.copyOf(of.messages));
    }

    /// The methods that it has heard so far, in order; of an answer `answer`.
    public List<String> methods() {
        return heard().stream()
                .map(one -> one.at("method").there() ? one.at("method").text() : "answer")
                .toList();
    }

    /// The first message heard that fits.
    public Json awaitHeard(Predicate<Json> fits) throws InterruptedException, TimeoutException {
        return heard.await(
                PATIENCE,
                of -> of.messages.stream().filter(fits).findFirst().orElse(null),
                () -> "such a message to a fake Codex; heard was " + heard());
    }

    /// The first message heard of a method.
    public Json awaitHeard(String method) throws InterruptedException, TimeoutException {
        return awaitHeard(one -> one.at("method").text().equals(method));
    }

    /// Waits until its standard input has ended.
    public void awaitHungUp() throws InterruptedException, TimeoutException {
        heard.await(PATIENCE, of -> of.hungUp ? true : null, () -> "the end of a fake Codex' standard input");
    }

    /// Hangs up and kills it.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
