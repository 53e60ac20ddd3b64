package dev.twinlog.bench;

import dev.twinlog.bench.corpus.Corpus;
import dev.twinlog.bench.corpus.CorpusPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The first import under `twinlog up`, asked all the while for the usage of the last seven days: from the start of the
/// command until the answer is, and stays, the final one. Once over a corpus of which seven days are the most, once
/// over one of which they are a small part.
final class RecentRow implements Row {
    private static final Duration ASK_EVERY = Duration.ofMillis(25);
    private static final double BYTES_PER_MB = 1e6;

    @Override
    public String id() {
        return "last-7-days";
    }

    @Override
    public boolean suits(Size size) {
        return size.compareTo(Size.GIGABYTE) <= 0 && size.compareTo(Size.TENTH) != 0;
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var target = stage.size().equals(Size.GIGABYTE) ? Target.atMost(2, "s") : null;
        corpus(stage, findings, CorpusPlan.CALM, "calm", target);
        corpus(stage, findings, CorpusPlan.BUSY, "busy", target);
    }

    private static void corpus(
            Stage stage,
            Findings findings,
            Duration between,
            String key,
            @org.jspecify.annotations.Nullable Target target)
            throws Exception {
        stage.stop();
        var corpus = stage.corpus(CorpusPlan.of(stage.size().bytes(), between));
        var home = Home.of(corpus, stage.beside("recent-home"));
        var data = stage.beside("recent-data");
        var tally = new Tally();
        int runs = stage.setup().runs(Setup.LARGE_IMPORT_RUNS);
        for (int run = 0; run < runs; run++) {
            stage.setup().say("    " + key + ", run " + (run + 1) + " of " + runs);
            Corpus.deleteTree(data);
            run(stage.setup().twinlog(home.folder(), data), corpus, tally);
        }
        Corpus.deleteTree(data);
        Corpus.deleteTree(home.folder());
        var manifest = corpus.manifest();
        long days = Duration.ofMillis(manifest.lastAt() - manifest.firstAt()).toDays() + 1;
        var note = "the corpus spans " + days + " days; asked each " + ASK_EVERY.toMillis() + " ms";
        var recent = tally.series("recent", "s");
        findings.add(
                key,
                "first import under `up`: the last 7 of " + days + " days queryable",
                target,
                recent.median(),
                recent,
                Map.of(),
                note);
        findings.add(
                key + "-first",
                "the same: the first answer that tells anything",
                null,
                tally.series("first", "s"),
                Map.of());
        findings.add(
                key + "-whole",
                "the same: all settled, asked all the while",
                null,
                tally.series("whole", "s"),
                Map.of());
        findings.add(key + "-rss", "the same: peak RSS", null, tally.series("rss", "MB"), Map.of());
    }

    private static void run(Twinlog twinlog, Corpus corpus, Tally tally) throws Exception {
        var manifest = corpus.manifest();
        var since = Instant.ofEpochMilli(manifest.recentFrom()).toString();
        double first = -1;
        double right = -1;
        try (var daemon = DaemonRun.start(twinlog)) {
            while (true) {
                var told = daemon.ask("usage", "since", since, "tz", "UTC");
                double seconds = daemon.millis() / 1000;
                var usage = Twinlog.usage(told.json());
                if (first < 0 && usage.codexInput() + usage.claudeOutput() > 0) first = seconds;
                if (!usage.equals(manifest.recent())) right = -1;
                else if (right < 0) right = seconds;
                if (!told.partial() && daemon.usage().equals(manifest.all())) {
                    Honest.same("usage of the last 7 days", usage, manifest.recent());
                    break;
                }
                if (daemon.millis() > Duration.ofMinutes(15).toMillis())
                    throw new java.io.IOException("the import does not end; usage is " + daemon.usage());
                Thread.sleep(ASK_EVERY);
            }
            tally.add("whole", daemon.millis() / 1000);
            tally.add("rss", Proc.peakBytes(daemon.process()) / BYTES_PER_MB);
        }
        tally.add("first", first);
        tally.add("recent", right);
    }
}
