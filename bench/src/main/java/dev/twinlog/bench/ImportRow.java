package dev.twinlog.bench;

import java.util.Map;

/// The first import of everything by `twinlog sync`: durable, archived and indexed when the command ends. ccusage reads
/// the same files once between the runs, for scale: it keeps nothing.
final class ImportRow implements Row {
    static final String ID = "import";
    private static final double BYTES_PER_MB = 1e6;
    private static final int NEEDLES = 5;
    private static final int HITS_MAX = 100_000;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean suits(Size size) {
        return true;
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var tally = new Tally();
        var ccusage = stage.setup().peers().ccusage();
        int runs = stage.setup().runs(stage.size().isLarge() ? Setup.LARGE_IMPORT_RUNS : Setup.RUNS);
        for (int run = 0; run < runs; run++) {
            stage.setup().say("    run " + (run + 1) + " of " + runs);
            var twinlog = stage.fresh();
            var ran = twinlog.sync();
            tally.add("wall", ran.millis() / 1000);
            tally.add("cpu", ran.cpuSeconds());
            tally.add("rss", ran.peakBytes() / BYTES_PER_MB);
            Honest.same("usage", twinlog.usage(), stage.home().all());
            if (ccusage == null) continue;
            var peer = ccusage.daily(stage.home().folder(), stage.home().all());
            tally.add(Ccusage.NAME, peer.millis() / 1000);
            tally.add(Ccusage.NAME + " cpu", peer.cpuSeconds());
            tally.add(Ccusage.NAME + " rss", peer.peakBytes() / BYTES_PER_MB);
        }
        stage.imported();
        needles(stage);
        tell(stage, findings, tally);
    }

    private static void needles(Stage stage) throws Exception {
        var daemon = stage.daemon();
        var needles = stage.corpus().manifest().needles();
        for (var needle : needles.entrySet().stream().limit(NEEDLES).toList()) {
            var told = daemon.ask("search", "text", needle.getKey(), "limit", Integer.toString(HITS_MAX));
            Honest.same("events with " + needle.getKey(), told.json().size(), needle.getValue());
        }
        Honest.same(
                "sessions",
                daemon.ask("sessions", "limit", Integer.toString(HITS_MAX))
                        .json()
                        .size(),
                stage.corpus().manifest().sessions());
        stage.stop();
    }

    private static void tell(Stage stage, Findings findings, Tally tally) throws Exception {
        boolean promised = stage.size().equals(Size.GIGABYTE);
        boolean large = promised || stage.size().equals(Size.FIVE);
        findings.add(
                "wall",
                "import, complete: durable, archived, full-text indexed; wall",
                promised ? Target.atMost(14, "s") : null,
                tally.series("wall", "s"),
                tally.peers("s", Ccusage.NAME));
        findings.add(
                "cpu",
                "the same, CPU",
                promised ? Target.atMost(22, "CPU s") : null,
                tally.series("cpu", "CPU s"),
                peer(tally, "cpu", "CPU s"));
        var rss = tally.series("rss", "MB");
        findings.add(
                "rss",
                "the same, peak RSS",
                large ? Target.atMost(340, "MB") : null,
                rss.most(),
                rss,
                peer(tally, "rss", "MB"),
                "held against the target: the largest");
    }

    private static Map<String, Series> peer(Tally tally, String what, String unit) {
        var name = Ccusage.NAME + " " + what;
        return tally.has(name) ? Map.of(Ccusage.NAME, tally.series(name, unit)) : Map.of();
    }
}
