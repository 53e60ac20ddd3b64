package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.cli.Cli;
import dev.twinlog.app.daemon.LiveWiring;
import dev.twinlog.testkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A home with agents' folders and a Twinlog of its own, and the two ways to run Twinlog there: as a process,
/// and as a command line in this one, which is quicker.
final class Household {
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Xms16m",
            "-Xmx448m",
            "-XX:NewRatio=1",
            "-XX:MaxNewSize=64m",
            "-XX:SurvivorRatio=2",
            "-XX:MaxDirectMemorySize=192m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

    private final Path home;
    private final Path data;
    private final Map<String, String> environment = new TreeMap<>();
    private String main = "dev.twinlog.app.Main";
    private List<String> moreJava = List.of();

    Household(Path home, Path data) {
        this.home = home;
        this.data = data;
        environment.put("HOME", home.toString());
        environment.put("TWINLOG_HOME", data.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TWINLOG_OTLP_HTTP_PORT", "0");
        environment.put("TWINLOG_OTLP_GRPC_PORT", "0");
        environment.put("TWINLOG_STREAM_ENABLED", "off");
    }

    /// A home in a folder, with its data beside it.
    static Household in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("home"));
        return new Household(folder.resolve("home"), folder.resolve("data"));
    }

    Household with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// Has processes to come compile as a daemon of the product does; else they compile less, which starts quicker.
    Household compiledWhole() {
        moreJava = List.of("-XX:TieredStopAtLevel=4");
        return this;
    }

    /// Has daemons to come be started by another class than the product's own.
    Household startedBy(Class<?> other) {
        main = other.getName();
        return this;
    }

    /// The same data, as seen by who has another home.
    Household at(Path otherHome) {
        var other = new Household(otherHome, data);
        environment.forEach(other.environment::putIfAbsent);
        for (var variable : environment.keySet())
            if (variable.startsWith("TWINLOG_OTLP")) other.with(variable, environment.getOrDefault(variable, ""));
        return other;
    }

    Path home() {
        return home;
    }

    Path data() {
        return data;
    }

    /// A Claude transcript of one project.
    Path transcript(String session) {
        return home.resolve(".claude/projects/-work").resolve(session + ".jsonl");
    }

    /// Writes lines to the end of a Claude transcript.
    Path append(String session, String... lines) throws IOException {
        var file = transcript(session);
        Files.createDirectories(file.getParent());
        var text = new StringBuilder();
        for (var line : lines) text.append(line).append('\n');
        Files.writeString(file, text, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        return file;
    }

    /// An answer as Claude Code writes it: one message with its tokens.
    static String answer(String session, int number, String text) {
        return """
                {"parentUuid":null,"isSidechain":false,"type":"assistant","uuid":"%s-u%d","timestamp":"%s",\
                "sessionId":"%s","version":"2.1.329","cwd":"/work","requestId":"req_%s_%d","apiBlockIndex":0,\
                "message":{"id":"msg_%s_%d","type":"message","role":"assistant","model":"claude-opus-5-5",\
                "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn",\
                "usage":{"input_tokens":1,"output_tokens":10,"cache_read_input_tokens":100,\
                "cache_creation_input_tokens":1000}}}""".formatted(
                        session,
                        number,
                        Instant.ofEpochMilli(1_780_300_800_000L + number * 1000L)
                                .plusMillis(1)
                                .toString(),
                        session,
                        session,
                        number,
                        session,
                        number,
                        text);
    }

    /// A prompt as Claude Code writes it.
    static String prompt(String session, int number, String text) {
        return """
                {"parentUuid":null,"isSidechain":false,"promptId":"%s-p%d","type":"user","uuid":"%s-q%d",\
                "timestamp":"%s","sessionId":"%s","version":"2.1.329","cwd":"/work",\
                "message":{"role":"user","content":"%s"}}""".formatted(
                session,
                number,
                session,
                number,
                Instant.ofEpochMilli(1_780_300_800_000L + number * 1000L).toString(),
                session,
                text);
    }

    /// Runs a command in this process.
    Said run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var clock = Clock.systemUTC();
        int code = Cli.of(
                        new LiveWiring(clock, environment),
                        environment,
                        "",
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        clock,
                        TimeZone.getTimeZone("UTC"))
                .run(words);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Asks in this process for JSON.
    Json ask(String... words) {
        return run(json(words)).json();
    }

    private static String[] json(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        return all.toArray(String[]::new);
    }

    /// Runs a command as a process of its own, to its end.
    Said process(String... words) throws IOException, InterruptedException {
        return end(start(List.of(), words));
    }

    /// The same, started by another command.
    Said processBy(List<String> launcher, String... words) throws IOException, InterruptedException {
        return end(start(launcher, words));
    }

    private Said end(Process process) throws IOException, InterruptedException {
        var errors = new StringBuilder();
        var reader = Thread.ofVirtual().start(() -> {
            try (var err = process.errorReader()) {
                err.lines().forEach(line -> errors.append(line).append('\n'));
            } catch (IOException e) {
                errors.append(e);
            }
        });
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        reader.join();
        return new Said(process.exitValue(), out, errors.toString());
    }

    /// Starts a daemon and waits until it is ready.
    DaemonProcess up(String... more) throws IOException {
        return upBy(List.of(), more);
    }

    /// The same, started by another command.
    DaemonProcess upBy(List<String> launcher, String... more) throws IOException {
        var words = new ArrayList<>(List.of("up", "--page-port", "0"));
        words.addAll(List.of(more));
        return DaemonProcess.whenReady(start(launcher, words.toArray(String[]::new)));
    }

    /// Starts a daemon and waits for nothing.
    Process starting() throws IOException {
        return starting("up", "--page-port", "0");
    }

    /// Starts a command as a process of its own, and waits for nothing.
    Process starting(String... words) throws IOException {
        return start(List.of(), words);
    }

    private Process start(List<String> launcher, String... words) throws IOException {
        var line = new ArrayList<>(launcher);
        line.addAll(JAVA);
        line.addAll(moreJava);
        line.add(main);
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("TWINLOG") || name.startsWith("XDG"));
        builder.environment().remove("CLAUDE_CONFIG_DIR");
        builder.environment().remove("CODEX_HOME");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
