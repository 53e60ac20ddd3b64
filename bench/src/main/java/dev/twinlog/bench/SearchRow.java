package dev.twinlog.bench;

import java.util.List;

/// A word that stands in one event of the corpus, asked over HTTP on an open connection, each time another one as
/// long as there are. ripgrep and DuckDB look for the same words in the raw files, in turn.
final class SearchRow implements Row {
    static final String ID = "search";
    private static final int WARM_UP = 3;

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
        var daemon = stage.daemon();
        var words = spread(stage.corpus().manifest().rare());
        var tally = new Tally();
        for (int i = 0; i < WARM_UP; i++) tally.add("first", ask(daemon, words.get(i % words.size())));
        int runs = stage.setup().runs(2 * Setup.QUICK_RUNS);
        int peerRuns = Math.min(runs, stage.setup().runs(Setup.RUNS));
        try (var duckdb = stage.setup().peers().duckdb() ? DuckDb.start() : null) {
            if (duckdb != null) duckdb.version();
            for (int run = 0; run < runs; run++) {
                var word = words.get((WARM_UP + run) % words.size());
                tally.add("ours", ask(daemon, word));
                if (run >= peerRuns) continue;
                var ripgrep = stage.setup().peers().ripgrep();
                if (ripgrep != null)
                    tally.add(
                            Ripgrep.NAME,
                            ripgrep.find(word, stage.home().folder()).millis());
                if (duckdb != null)
                    tally.add(DuckDb.NAME, duckdb.findMillis(stage.home().folder(), word));
            }
        }
        boolean promised = stage.size().equals(Size.GIGABYTE);
        findings.add(
                "rare",
                "rare word, asked over HTTP",
                promised ? Target.atMost(10, "ms") : null,
                tally.series("ours", "ms"),
                tally.peers("ms", Ripgrep.NAME, DuckDb.NAME));
        findings.add(
                "rare-first",
                "the same, the first " + WARM_UP + " after a start",
                null,
                tally.series("first", "ms"),
                java.util.Map.of());
    }

    private static double ask(DaemonRun daemon, String word) throws Exception {
        var told = daemon.ask("search", "text", word);
        Honest.same("events with " + word, told.json().size(), 1);
        return told.millis();
    }

    /// Words from all parts of the corpus, not the oldest first.
    private static List<String> spread(List<String> words) {
        var shuffled = new java.util.ArrayList<>(words);
        java.util.Collections.shuffle(shuffled, new java.util.Random(words.size()));
        return shuffled;
    }
}
