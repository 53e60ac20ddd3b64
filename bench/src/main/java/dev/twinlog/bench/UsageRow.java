package dev.twinlog.bench;

import java.util.Map;

/// Tokens of all days, asked over HTTP on an open connection. DuckDB and ccusage work out the same from the raw
/// files, in turn; all three must come to the manifest's sums.
final class UsageRow implements Row {
    private static final int WARM_UP = 3;

    @Override
    public String id() {
        return "aggregates";
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var daemon = stage.daemon();
        var peers = stage.setup().peers();
        var home = stage.home();
        var tally = new Tally();
        for (int i = 0; i < WARM_UP; i++) tally.add("first", ask(daemon, home));
        int runs = stage.setup().runs(2 * Setup.QUICK_RUNS);
        int peerRuns = Math.min(runs, stage.setup().runs(Setup.RUNS));
        try (var duckdb = peers.duckdb() ? DuckDb.start() : null) {
            if (duckdb != null) duckdb.version();
            for (int run = 0; run < runs; run++) {
                tally.add("ours", ask(daemon, home));
                if (run >= peerRuns) continue;
                if (duckdb != null) tally.add(DuckDb.NAME, duckdb.usageMillis(home.folder(), home.all()));
                if (peers.ccusage() != null)
                    tally.add(
                            Ccusage.NAME,
                            peers.ccusage().daily(home.folder(), home.all()).millis());
            }
        }
        boolean promised = stage.size().equals(Size.GIGABYTE);
        findings.add(
                "usage",
                "usage of all days, asked over HTTP",
                promised ? Target.atMost(20, "ms") : null,
                tally.series("ours", "ms"),
                tally.peers("ms", DuckDb.NAME, Ccusage.NAME));
        findings.add(
                "usage-first",
                "the same, the first " + WARM_UP + " after a start",
                null,
                tally.series("first", "ms"),
                Map.of());
    }

    private static double ask(DaemonRun daemon, Home home) throws Exception {
        var told = daemon.ask("usage", "tz", "UTC");
        Honest.same("usage", Twinlog.usage(told.json()), home.all());
        return told.millis();
    }
}
