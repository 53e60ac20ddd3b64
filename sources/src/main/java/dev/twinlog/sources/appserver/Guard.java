package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A small shell that ends a child and what it started: when told, and by itself when Twinlog dies, however
/// it dies, since then the pipe to it closes (docs/decisions/0025-links.md). Safe for use by many threads;
/// orders never wait.
final class Guard implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(3);
    private static final String SCRIPT = script();

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    /// Starts a guard that watches nobody yet.
    static Guard start() throws IOException {
        var command = new ArrayList<>(OwnSession.before());
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "twinlog-guard"));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin"));
        return new Guard(builder.start());
    }

    /// Has it watch a process; returns when it does.
    ///
    /// @throws IOException when it does not, within five seconds
    void watch(long pid) throws IOException, InterruptedException {
        order("watch " + pid);
        var late = Thread.ofVirtual().start(this::endLate);
        try (var answers = shell.inputReader(StandardCharsets.US_ASCII)) {
            if (!"watching".equals(answers.readLine()))
                throw new IOException("the guard of process " + pid + " does not answer: " + state());
        } finally {
            late.interrupt();
            late.join();
        }
    }

    private void endLate() {
        try {
            Thread.sleep(READY);
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            // it has answered
        }
    }

    private String state() {
        return shell.isAlive() ? "it runs" : "it ended with " + shell.exitValue();
    }

    /// Has it remember what the child has started by now, since what outlives its parent is told by nothing
    /// else.
    void look() {
        tryOrder("look");
    }

    void terminate() {
        tryOrder("term");
    }

    void kill() {
        tryOrder("kill");
    }

    /// Has it end what is left, and end itself.
    ///
    /// @return false when it did not within three seconds; it is killed then
    boolean sweep() throws InterruptedException {
        tryOrder("kill");
        tryOrder("over");
        if (shell.waitFor(END.toNanos(), TimeUnit.NANOSECONDS)) return shell.exitValue() == 0;
        shell.destroyForcibly();
        return false;
    }

    /// Whether it stands.
    boolean stands() {
        return shell.isAlive();
    }

    /// Waits for its end, which is wanted only after [#sweep].
    void awaitEnd() throws InterruptedException {
        shell.waitFor();
    }

    /// A guard that is gone obeys no more; its end is noticed elsewhere.
    private void tryOrder(String order) {
        try {
            order(order);
        } catch (IOException e) {
            shell.destroyForcibly();
        }
    }

    /// A pipe holds 64 KiB; all orders of a child's life are less.
    private synchronized void order(String order) throws IOException {
        OutputStream to = shell.getOutputStream();
        to.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
        to.flush();
    }

    /// Ends it without an end of the child.
    @Override
    public void close() {
        tryOrder("over");
        shell.destroyForcibly();
    }

    private static String script() {
        try (InputStream in = Guard.class.getResourceAsStream("guard.sh")) {
            if (in == null) throw new IllegalStateException("guard.sh is not packaged");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
