package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.telemetry.Load;
import dev.twinlog.bench.telemetry.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Telemetry that is acknowledged, each request after it is on disk: as much as eight clients can send, and how long an
/// answer takes at a rate that is even busy. The clients share the processors with who is measured. A run counts only
/// if everything acknowledged is found in what Twinlog exports afterwards.
final class OtlpRow implements Row {
    private static final int CLIENTS = 8;
    private static final long RATE = 2_000;
    private static final Duration WARM = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(6);
    private static final double BYTES_PER_MB = 1e6;
    private static final Pattern MARK = Pattern.compile("\"(bench-c\\d+-\\d{10})\"");

    @Override
    public String id() {
        return "otlp";
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var tally = new Tally();
        for (int run = 0; run < stage.setup().runs(Setup.LARGE_IMPORT_RUNS); run++) {
            for (var wire : List.of(Wire.PROTOBUF, Wire.GRPC, Wire.JSON)) flood(stage, wire, tally, run == 0);
            zipkin(stage, tally);
            steady(stage, tally);
        }
        for (int run = 0; run < stage.setup().runs(Setup.RUNS); run++) firstAnswer(stage, tally);
        tell(tally, findings);
    }

    private static void tell(Tally tally, Findings findings) throws IOException {
        var limits = new LinkedHashMap<Wire, Integer>();
        limits.put(Wire.PROTOBUF, 50_000);
        limits.put(Wire.GRPC, 50_000);
        limits.put(Wire.JSON, 30_000);
        for (var limit : limits.entrySet()) {
            var wire = limit.getKey().name().toLowerCase(java.util.Locale.ROOT);
            findings.add(
                    wire,
                    "OTLP acknowledged after fsync, 8 clients × 20, " + wire,
                    Target.atLeast(limit.getValue(), "events/s"),
                    tally.series(wire, "events/s"),
                    tally.peers("events/s", Zipkin.NAME));
        }
        var waits = tally.series("p99", "ms");
        findings.add(
                "steady",
                "the same at 2,000 events/s, p99 of an answer",
                Target.atMost(20, "ms"),
                waits,
                tally.peers("ms", Zipkin.NAME + " p99"));
        findings.add(
                "peak",
                "the same without a rate, peak RSS",
                null,
                tally.series("peak", "MB"),
                tally.peers("MB", Zipkin.NAME + " peak"));
        findings.add(
                "first",
                "daemon start to the first request acknowledged",
                Target.atMost(1200, "ms"),
                tally.series("first", "ms"),
                Map.of());
    }

    private static Twinlog empty(Stage stage) throws IOException {
        stage.stop();
        var folder = stage.beside("otlp");
        Corpus.deleteTree(folder);
        return stage.setup().twinlog(folder.resolve("home"), folder.resolve("data"));
    }

    private static int port(DaemonRun daemon, Wire wire) {
        return daemon.port(wire == Wire.GRPC ? "otlpGrpc" : "otlpHttp");
    }

    private static Load load(Wire wire, int port, long rate) {
        return new Load(wire, port, CLIENTS, rate, "bench");
    }

    private static void flood(Stage stage, Wire wire, Tally tally, boolean looked) throws Exception {
        var twinlog = empty(stage);
        long acknowledged;
        try (var daemon = DaemonRun.start(twinlog)) {
            var load = load(wire, port(daemon, wire), 0);
            var warm = load.run(WARM, 0);
            var told = load.run(MEASURED, warm.acknowledged());
            acknowledged = warm.acknowledged() + told.acknowledged();
            tally.add(wire.name().toLowerCase(java.util.Locale.ROOT), told.eventsPerSecond());
            tally.add("peak", Proc.peakBytes(daemon.process()) / BYTES_PER_MB);
        }
        if (looked) Honest.same("what is kept of " + wire, kept(twinlog), acknowledged);
    }

    /// How many different marks are kept.
    private static long kept(Twinlog twinlog) throws IOException, InterruptedException {
        var process = twinlog.command("export", "--raw-attributes").start();
        var marks = new HashSet<String>();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var mark = MARK.matcher(line);
                if (mark.find()) marks.add(mark.group(1));
            }
        }
        if (process.waitFor() != 0) throw new IOException("`twinlog export --raw-attributes` failed");
        return marks.size();
    }

    private static void steady(Stage stage, Tally tally) throws Exception {
        try (var daemon = DaemonRun.start(empty(stage))) {
            var load = load(Wire.PROTOBUF, port(daemon, Wire.PROTOBUF), RATE);
            var warm = load.run(WARM, 0);
            var told = load.run(MEASURED, warm.acknowledged());
            tally.add("p99", new Series("ms", told.millis()).percentile(0.99));
        }
    }

    private static void zipkin(Stage stage, Tally tally) throws Exception {
        var zipkin = stage.setup().peers().zipkin();
        if (zipkin == null) return;
        try (var server = zipkin.start(stage.setup().javaHome())) {
            var load = load(Wire.ZIPKIN, server.port(), 0);
            var warm = load.run(WARM, 0);
            var told = load.run(MEASURED, warm.acknowledged());
            Honest.same(Zipkin.NAME + "'s spans", server.taken(), warm.acknowledged() + told.acknowledged());
            tally.add(Zipkin.NAME, told.eventsPerSecond());
            tally.add(Zipkin.NAME + " peak", Proc.peakBytes(server.process()) / BYTES_PER_MB);
        }
        try (var server = zipkin.start(stage.setup().javaHome())) {
            var load = load(Wire.ZIPKIN, server.port(), RATE);
            var warm = load.run(WARM, 0);
            var told = load.run(MEASURED, warm.acknowledged());
            tally.add(Zipkin.NAME + " p99", new Series("ms", told.millis()).percentile(0.99));
        }
    }

    /// Tries from the start of the daemon on until a request is taken.
    private static void firstAnswer(Stage stage, Tally tally) throws Exception {
        int port = freePort();
        var environment = new LinkedHashMap<>(empty(stage).command().environment());
        environment.put("TWINLOG_OTLP_HTTP_PORT", Integer.toString(port));
        var command = new Command(empty(stage).command().words(), environment).with("up", "--json", "--page-port", "0");
        long began = System.nanoTime();
        var process = command.start();
        try {
            while (!listens(port)) Thread.sleep(Duration.ofMillis(2));
            load(Wire.PROTOBUF, port, 0).run(Duration.ofNanos(1), 0);
            tally.add("first", (System.nanoTime() - began) / 1e6);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean listens(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
