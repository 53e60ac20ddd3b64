package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A running child: a process in a session of its own, with a guard that ends it and all that it started
/// when this process dies. Safe for use by many threads; no method but [#awaitEnd] and [#close] waits for
/// the child.
final class Child implements AutoCloseable {
    /// What is kept of its standard error, from the end.
    static final int STDERR_BYTES_MAX = 16 << 10;
    /// How long its streams are read after its end: others may hold them open.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    /// Exit codes above it tell a signal.
    private static final int SIGNALLED = 128;

    private static final int SIGNAL_MAX = 64;
    /// Waits for the word that a guard stands, and becomes the program: a child that nobody guards never
    /// runs. What a shell adds to its environment is taken out again.
    private static final String LAUNCH = "unset PWD OLDPWD SHLVL; IFS= read -r go && exec \"$@\"";

    private final Process process;
    private final Guard guard;
    private final ChildWire wire;
    private final Tail stderr = new Tail(STDERR_BYTES_MAX);
    private final Thread stderrReader;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable End end;

    private Child(Process process, Guard guard, Wire.Listener listener, Consumer<End> ended) {
        this.process = process;
        this.guard = guard;
        wire = new ChildWire(process, listener, guard::look);
        stderrReader = Thread.ofPlatform()
                .daemon()
                .name("codex " + process.pid() + " stderr")
                .start(this::readStderr);
        Thread.ofVirtual().name("codex " + process.pid() + " guard").start(this::watchGuard);
        Thread.ofVirtual().name("codex " + process.pid() + " end").start(() -> reap(ended));
    }

    /// Starts a child; returns when its guard stands and it runs.
    ///
    /// @param listener of what it says; its `closed` comes when standard output ends
    /// @param ended    is told of the end once, after the child was reaped and what it left behind was ended;
    ///                 it may wait, so [#awaitEnd] does not wait for it
    /// @throws IOException when it cannot be started: what, where, why
    static Child start(ChildSpec spec, Wire.Listener listener, Consumer<End> ended)
            throws IOException, InterruptedException {
        var guard = Guard.start();
        Process process = null;
        try {
            process = launch(spec);
            guard.watch(process.pid());
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return new Child(process, guard, listener, ended);
        } catch (IOException | InterruptedException e) {
            if (process != null) process.destroyForcibly();
            guard.close();
            throw e;
        }
    }

    private static Process launch(ChildSpec spec) throws IOException {
        Files.createDirectories(
                spec.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var command = new ArrayList<>(OwnSession.before());
        command.addAll(List.of("/bin/sh", "-c", LAUNCH, "twinlog-launch"));
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command).directory(spec.folder().toFile());
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        return builder.start();
    }

    private void reap(Consumer<End> ended) {
        try {
            int code = process.waitFor();
            ending.set(true);
            guard.sweep();
            wire.awaitEnd(LAST_WORDS.toMillis());
            stderrReader.join(LAST_WORDS);
            int signal = code > SIGNALLED && code <= SIGNALLED + SIGNAL_MAX ? code - SIGNALLED : 0;
            var how = new End(code, signal);
            end = how;
            over.countDown();
            ended.accept(how);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A child that nobody guards any more would be an orphan when we die, so it is ended.
    private void watchGuard() {
        try {
            guard.awaitEnd();
            if (!ending.get()) kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readStderr() {
        try (InputStream from = process.getErrorStream()) {
            var piece = new byte[4096];
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) stderr.take(piece, count);
        } catch (IOException e) {
            var why = ("(stderr cannot be read: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8);
            stderr.take(why, why.length);
        }
    }

    /// Its process id: that of the program itself.
    long pid() {
        return process.pid();
    }

    /// Its standard input and output. Closing it closes standard input, which asks an app-server to end.
    Wire wire() {
        return wire;
    }

    /// SIGTERM to it and what it started; it is woken if it was stopped.
    void terminate() {
        if (guard.stands()) guard.terminate();
        else process.destroy();
    }

    /// SIGKILL to it and what it started, whatever process group that is in by now.
    void kill() {
        if (guard.stands()) guard.kill();
        else killAlone();
    }

    /// Without a guard: what has left its family is not found.
    private void killAlone() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Waits for its end; empty when it still runs.
    Optional<End> awaitEnd(Duration patience) throws InterruptedException {
        return over.await(patience.toNanos(), TimeUnit.NANOSECONDS) ? Optional.ofNullable(end) : Optional.empty();
    }

    /// The end of what it wrote to standard error, redacted, control characters taken out.
    ///
    /// @param redact        takes secrets out of a text
    /// @param charactersMax of what is returned
    String stderr(UnaryOperator<String> redact, int charactersMax) {
        var text = redact.apply(stderr.text()).replaceAll("\u001B\\[[0-9;]*[A-Za-z]", "");
        var plain = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "").strip();
        return plain.length() <= charactersMax ? plain : plain.substring(plain.length() - charactersMax);
    }

    /// Bytes of standard error that are no longer kept.
    long stderrDropped() {
        return stderr.dropped();
    }

    /// Kills it if it still runs, and waits for its end, at most five seconds.
    @Override
    public void close() {
        kill();
        try {
            if (awaitEnd(CLOSE).isEmpty()) killAlone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How a child ended.
    ///
    /// @param code   of its exit, or 128 and the signal's number
    /// @param signal by which it ended; 0: by itself
    record End(int code, int signal) {
        /// Such as `exit code 3`, `signal 9`.
        String words() {
            return signal == 0 ? "exit code " + code : "signal " + signal;
        }
    }
}
