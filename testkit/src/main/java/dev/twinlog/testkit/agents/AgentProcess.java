package dev.twinlog.testkit.agents;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// A running program whose output is kept line by line. It and all that it started end with it, by their process ids.
public final class AgentProcess implements AutoCloseable {
    private static final int LINES_SHOWN = 40;
    /// How long an output that others hold open is read after the end of the process itself.
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final Duration END = Duration.ofSeconds(10);

    private final Process process;
    private final Awaited<Output> output = new Awaited<>(new Output());
    private final List<Thread> readers;
    private final Map<Long, ProcessHandle> children = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::end);

    private static final class Output {
        private final List<String> out = new ArrayList<>();
        private final List<String> err = new ArrayList<>();
        private boolean outEnded;
    }

    private AgentProcess(Process process) {
        this.process = process;
        readers = List.of(
                Thread.ofVirtual().start(() -> follow(process.inputReader(), true)),
                Thread.ofVirtual().start(() -> follow(process.errorReader(), false)));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// A process that was started elsewhere, of which nothing was read yet.
    public static AgentProcess of(Process process) {
        return new AgentProcess(process);
    }

    /// Starts a program with this environment and no other, with an empty standard input.
    public static AgentProcess start(List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        var process = open(command, environment, folder);
        process.process.getOutputStream().close();
        return process;
    }

    /// The same, with a standard input that [#say] writes to.
    public static AgentProcess open(List<String> command, Map<String, String> environment, Path folder)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start());
    }

    private void follow(BufferedReader reader, boolean standard) {
        try (reader) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                var each = line;
                output.change(to -> (standard ? to.out : to.err).add(each));
            }
        } catch (IOException e) {
            output.change(to -> to.err.add("(reading ended: " + e.getMessage() + ")"));
        } finally {
            if (standard) output.change(to -> to.outEnded = true);
        }
    }

    /// Writes a line to its standard input.
    public void say(String line) throws IOException {
        var in = process.outputWriter();
        in.write(line + "\n");
        in.flush();
    }

    /// Ends its standard input.
    public void hangUp() throws IOException {
        process.outputWriter().close();
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// Whether it still runs.
    public boolean alive() {
        return process.isAlive();
    }

    /// The lines of its standard output so far.
    public List<String> out() {
        return output.read(of -> List.copyOf(of.out));
    }

    /// The lines of its standard error so far.
    public List<String> err() {
        return output.read(of -> List.copyOf(of.err));
    }

    /// The first line of its standard output that fits. Fails when there is none within the time, or at all.
    public String awaitLine(Duration within, Predicate<String> fits) throws InterruptedException, TimeoutException {
        var found = output.<Optional<String>>await(
                within,
                of -> {
                    var line = of.out.stream().filter(fits).findFirst();
                    return line.isPresent() || of.outEnded ? line : null;
                },
                this::told);
        return found.orElseThrow(() -> new AssertionError("ended without such a line: " + told()));
    }

    /// Waits for its end and returns its exit code: of one killed by a signal 128 and the signal's number.
    public int awaitEnd(Duration within) throws InterruptedException, TimeoutException {
        if (!process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS))
            throw new TimeoutException("still runs after " + within + ": " + told());
        // what it started may hold its output open for as long as it likes
        boolean heldOpen = children.values().stream().anyMatch(ProcessHandle::isAlive);
        for (var reader : readers) reader.join(heldOpen ? LAST_WORDS : END);
        return process.exitValue();
    }

    /// Sends it, and it alone, a signal by name, such as `INT`.
    public void signal(String name) throws IOException, InterruptedException {
        remember();
        var kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid())).start();
        if (kill.waitFor() != 0) throw new IOException("no signal " + name + " to " + pid() + ": " + told());
    }

    /// SIGKILL, to it alone: what it started goes on until [#close].
    public void kill() throws InterruptedException, TimeoutException {
        remember();
        process.destroyForcibly();
        awaitEnd(END);
    }

    private void remember() {
        process.descendants().forEach(child -> children.put(child.pid(), child));
        // what was left behind by a process that is gone may have started more meanwhile
        for (var child : List.copyOf(children.values()))
            child.descendants().forEach(below -> children.put(below.pid(), below));
    }

    /// What it printed, and how it ended, for a message.
    public String told() {
        return "pid " + pid() + (alive() ? " runs" : " ended with " + process.exitValue()) + "\nstdout:\n" + last(out())
                + "\nstderr:\n" + last(err());
    }

    private static String last(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    private void end() {
        remember();
        process.destroyForcibly();
        children.values().forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends it and what it started. The same happens when this process ends.
    @Override
    public void close() {
        end();
        process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).join();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook is at work
        }
    }
}
