package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/// A daemon that said that it is ready.
final class DaemonProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final StringBuffer errors;
    private final Json ready;

    private DaemonProcess(Process process, BufferedReader out, StringBuffer errors, Json ready) {
        this.process = process;
        this.out = out;
        this.errors = errors;
        this.ready = ready;
    }

    static DaemonProcess whenReady(Process process) throws IOException {
        var errors = new StringBuffer();
        Thread.ofVirtual().start(() -> {
            try (var err = process.errorReader()) {
                err.lines().forEach(line -> errors.append(line).append('\n'));
            } catch (IOException | UncheckedIOException e) { // closed while it is read: the process was ended
                errors.append(e);
            }
        });
        var out = process.inputReader();
        var line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new AssertionError("not ready: " + line + "\n" + errors);
        }
        return new DaemonProcess(process, out, errors, Json.read(line.substring("ready ".length())));
    }

    Json ready() {
        return ready;
    }

    long pid() {
        return process.pid();
    }

    String errors() {
        return errors.toString();
    }

    boolean alive() {
        return process.isAlive();
    }

    /// SIGKILL: nothing of it can be handled.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /// SIGTERM; returns the exit code.
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends in time").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
    }
}
