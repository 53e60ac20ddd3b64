package dev.twinlog.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The peer Zipkin: a receiver of telemetry that many run. It keeps spans in memory and answers before they are
/// anywhere else, which is less than Twinlog does.
///
/// @param jar its server, as it is published
record Zipkin(Path jar) {
    static final String NAME = "Zipkin";
    static final String VERSION = "3.5.1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SPANS_KEPT = 500_000;

    /// Fetches it by Maven into a folder, if it is not there.
    ///
    /// @return empty when it cannot be fetched here
    static Optional<Zipkin> installed(Path folder) throws IOException, InterruptedException {
        var jar = folder.resolve("zipkin-server-" + VERSION + "-exec.jar");
        if (Files.exists(jar)) return Optional.of(new Zipkin(jar));
        try {
            new Command(
                            List.of("mvn", "-q", "-B", "dependency:copy", "-Dmdep.useBaseVersion=true"),
                            System.getenv()) // Maven's own settings: its repositories
                    .with("-Dartifact=io.zipkin:zipkin-server:" + VERSION + ":jar:exec", "-DoutputDirectory=" + folder)
                    .run();
        } catch (IOException e) {
            return Optional.empty();
        }
        return Files.exists(jar) ? Optional.of(new Zipkin(jar)) : Optional.empty();
    }

    /// A server that answers.
    static final class Run implements AutoCloseable {
        private final Process process;
        private final HttpClient client = HttpClient.newHttpClient();
        private final int port;

        private Run(Process process, int port) {
            this.process = process;
            this.port = port;
        }

        int port() {
            return port;
        }

        ProcessHandle process() {
            return process.toHandle();
        }

        /// How many spans it took since its start.
        long taken() throws IOException, InterruptedException {
            return Twinlog.JSON
                    .readTree(ask("/metrics").body())
                    .path("counter.zipkin_collector.spans.http")
                    .asLong();
        }

        private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }

        private boolean isHealthy() throws InterruptedException {
            try {
                return ask("/health").statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
            process.destroy();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Starts it, on a Java of ours, and waits until it is healthy.
    Run start(Path javaHome) throws IOException, InterruptedException {
        int port = freePort();
        var environment = Map.of(
                "QUERY_PORT",
                Integer.toString(port),
                "STORAGE_TYPE",
                "mem",
                "MEM_MAX_SPANS",
                Integer.toString(SPANS_KEPT),
                "SELF_TRACING_ENABLED",
                "false");
        var java = javaHome.resolve("bin/java").toString();
        var process = new Command(List.of(java, "-jar", jar.toString()), environment).start();
        drain(process);
        var run = new Run(process, port);
        long began = System.nanoTime();
        while (!run.isHealthy()) {
            if (System.nanoTime() - began > PATIENCE.toNanos() || !process.isAlive()) {
                run.close();
                throw new IOException(NAME + " does not start");
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        return run;
    }

    private static void drain(Process process) {
        for (var stream : List.of(process.getInputStream(), process.getErrorStream()))
            Thread.startVirtualThread(() -> {
                try (stream) {
                    stream.transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // it ended
                }
            });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
