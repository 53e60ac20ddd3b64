package dev.twinlog.bench;

import java.util.Map;

/// One line is appended to a transcript, and `twinlog usage` is started at once: how long until it has answered, and
/// ended, with that line in its sums. ccusage is asked the same, in turn.
final class LineRow implements Row {
    static final String ID = "appended-line";

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
        stage.daemon();
        var tally = new Tally();
        var ccusage = stage.setup().peers().ccusage();
        int runs = stage.setup().runs(Setup.QUICK_RUNS);
        int peerRuns = Math.min(runs, stage.setup().runs(Setup.RUNS));
        for (int run = 0; run < runs; run++) {
            stage.home().append();
            var ran = stage.twinlog().command("usage", "--json").run().checked("twinlog usage");
            tally.add("ours", ran.millis());
            Honest.same(
                    "usage after a line",
                    Twinlog.usage(Twinlog.JSON.readTree(ran.out())),
                    stage.home().all());
            if (ccusage == null || run >= peerRuns) continue;
            stage.home().append();
            tally.add(
                    Ccusage.NAME,
                    ccusage.daily(stage.home().folder(), stage.home().all()).millis());
        }
        boolean promised = stage.size().equals(Size.GIGABYTE) || stage.size().equals(Size.FIVE);
        var ours = tally.series("ours", "ms");
        findings.add(
                "wall",
                "one line appended → correct `twinlog usage`, with starting the command",
                promised ? Target.atMost(150, "ms") : null,
                ours,
                tally.peers("ms", Ccusage.NAME));
        if (!tally.has(Ccusage.NAME)) return;
        double times = tally.series(Ccusage.NAME, "ms").median() / ours.median();
        findings.add(
                "ratio",
                "the same against `ccusage daily`",
                promised ? Target.atLeast(8, "× faster") : null,
                times,
                new Series("× faster", java.util.List.of(times)),
                Map.of(),
                "medians divided");
    }
}
