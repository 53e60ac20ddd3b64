package dev.twinlog.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What follows from the same row at two sizes: how work grows with the corpus.
final class Growth {
    static final String ID = "growth";

    /// @param key of the finding that is compared
    private record Ratio(String name, String row, String key, Size from, Size to, double limit) {}

    private static final List<Ratio> RATIOS = List.of(
            new Ratio("work × 10: import CPU", ImportRow.ID, "cpu", Size.TENTH, Size.GIGABYTE, 10.5),
            new Ratio("work × 10: rare word", SearchRow.ID, "rare", Size.TENTH, Size.GIGABYTE, 1.5),
            new Ratio("work × 10: one line appended", LineRow.ID, "wall", Size.TENTH, Size.GIGABYTE, 1.2),
            new Ratio("work × 10: import, peak RSS", ImportRow.ID, "rss", Size.TENTH, Size.GIGABYTE, 1.2),
            new Ratio("import, peak RSS, flat from 1 to 5 GB", ImportRow.ID, "rss", Size.GIGABYTE, Size.FIVE, 1.1));

    private Growth() {}

    /// Tells each ratio of which both sides were measured.
    static void tell(Results results, Findings findings) throws IOException {
        for (var ratio : RATIOS) {
            var from = results.find(ratio.row, ratio.key, ratio.from.toString());
            var to = results.find(ratio.row, ratio.key, ratio.to.toString());
            if (from.isEmpty() || to.isEmpty()) continue;
            var before = from.get().ours();
            var after = to.get().ours();
            if (before == null || after == null) continue;
            double times = after.median() / before.median();
            findings.add(
                    ratio.name,
                    ratio.name,
                    Target.atMost(ratio.limit, "×"),
                    times,
                    new Series("×", List.of(times)),
                    Map.of(),
                    "medians at " + ratio.from + " and " + ratio.to + ": " + Series.number(before.median()) + " and "
                            + Series.number(after.median()) + " " + after.unit());
        }
    }
}
