package dev.twinlog.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program with its arguments and the few variables that it is to see.
///
/// @param environment beside PATH; nothing else of ours is passed on
record Command(List<String> words, Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /// What a command cost and said.
    ///
    /// @param millis     from before it was started until it had ended and all it wrote was read
    /// @param cpuSeconds with its children
    /// @param peakBytes  in memory, of it and its children, looked at each 10 ms
    record Ran(double millis, double cpuSeconds, long peakBytes, int exit, String out, String err) {
        /// @throws IOException when the exit code says that it failed
        Ran checked(String what) throws IOException {
            if (exit == 0) return this;
            throw new IOException(what + " ended with " + exit + ": " + (err.isBlank() ? out : err).strip());
        }
    }

    Command with(String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new Command(all, environment);
    }

    /// Starts it.
    Process start() throws IOException {
        var builder = new ProcessBuilder(words);
        var path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        builder.environment().putAll(environment);
        return builder.directory(Path.of("/").toFile()).start();
    }

    /// Runs it to its end. One at a time in this program: CPU time is told by what all children used.
    ///
    /// @throws IOException when it cannot be started, or does not end
    Ran run() throws IOException, InterruptedException {
        double cpuBefore = ChildTimes.seconds();
        long began = System.nanoTime();
        var process = start();
        process.getOutputStream().close();
        var peak = CompletableFuture.supplyAsync(() -> peak(process), Thread::startVirtualThread);
        var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Thread::startVirtualThread);
        var out = text(process.getInputStream());
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(words + " did not end within " + PATIENCE.toMinutes() + " minutes");
        }
        var said = err.join();
        double millis = (System.nanoTime() - began) / 1e6;
        return new Ran(millis, ChildTimes.seconds() - cpuBefore, peak.join(), process.exitValue(), out, said);
    }

    private static long peak(Process process) {
        long peak = 0;
        do peak = Math.max(peak, Proc.peakBytes(process.toHandle()));
        while (!ended(process));
        return peak;
    }

    private static boolean ended(Process process) {
        try {
            return process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static String text(InputStream from) {
        try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
