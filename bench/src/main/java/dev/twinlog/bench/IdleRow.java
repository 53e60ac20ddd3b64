package dev.twinlog.bench;

import java.time.Duration;
import java.util.Map;

/// A daemon that nobody asks anything, with all its listeners open: memory and CPU over half a minute.
final class IdleRow implements Row {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration WATCHED = Duration.ofSeconds(30);
    private static final double BYTES_PER_MB = 1e6;

    @Override
    public String id() {
        return "idle";
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        stage.whole();
        var daemon = stage.daemon();
        stage.setup()
                .say("  watching an idle daemon for " + SETTLE.plus(WATCHED).toSeconds() + " s");
        Thread.sleep(SETTLE);
        double before = Proc.cpuSeconds(daemon.process().pid());
        var tally = new Tally();
        long began = System.nanoTime();
        while (System.nanoTime() - began < WATCHED.toNanos()) {
            Thread.sleep(Duration.ofSeconds(5));
            tally.add("rss", Proc.residentBytes(daemon.process()) / BYTES_PER_MB);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        tally.add("cpu", 100 * (Proc.cpuSeconds(daemon.process().pid()) - before) / seconds);
        var rss = tally.series("rss", "MB");
        findings.add(
                "rss",
                "idle, RSS",
                Target.atMost(200, "MB"),
                rss.most(),
                rss,
                Map.of(),
                "looked at each 5 s; the largest counts");
        findings.add(
                "cpu",
                "idle, CPU over " + WATCHED.toSeconds() + " s",
                Target.atMost(0.3, "%"),
                tally.series("cpu", "%"),
                Map.of());
        stage.stop();
    }
}
