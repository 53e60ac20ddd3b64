package dev.twinlog.bench;

import java.time.Duration;

/// Lines written to a transcript, one after the other at uneven times: from before the write until the event stands on
/// the feed `GET /api/live`.
final class LiveRow implements Row {
    private static final int LINES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PAUSE_MILLIS_MAX = 100;

    @Override
    public String id() {
        return "live";
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var target = stage.size().equals(Size.GIGABYTE) ? Target.atMost(50, "ms") : null;
        var what = "line on disk → SSE event";
        var daemon = stage.daemon();
        try (var feed =
                LiveFeed.open(daemon.client(), daemon.request("api/live").build())) {
            var tally = new Tally();
            var pauses = new java.util.Random(1);
            for (int line = 0; line < LINES; line++) {
                Thread.sleep(5L + pauses.nextInt(PAUSE_MILLIS_MAX));
                long began = System.nanoTime();
                var mark = stage.home().append();
                tally.add("ours", (feed.awaitEvent(mark, PATIENCE) - began) / 1e6);
            }
            var ours = tally.series("ours", "ms");
            findings.add(
                    "p99",
                    what,
                    target,
                    ours.percentile(0.99),
                    ours,
                    java.util.Map.of(),
                    "p50 " + Series.number(ours.percentile(0.5)) + ", p90 " + Series.number(ours.percentile(0.9))
                            + ", p99 " + Series.number(ours.percentile(0.99))
                            + " ms, and that is held against the target");
            Honest.same("usage after the lines", daemon.usage(), stage.home().all());
        } catch (LiveFeed.AbsentException absent) {
            findings.missing("p99", what, target, String.valueOf(absent.getMessage()));
        }
    }
}
