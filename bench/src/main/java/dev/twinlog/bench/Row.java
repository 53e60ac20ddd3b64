package dev.twinlog.bench;

import java.util.List;

/// A row of the page, or some that are measured together.
interface Row {
    /// The name for `--only`.
    String id();

    /// Whether it says something about corpora of this size.
    default boolean suits(Size size) {
        return size.compareTo(Size.TENTH) != 0;
    }

    /// Measures, and tells what it found.
    ///
    /// @throws Exception when it cannot be measured, or a run did not find the truth; other rows go on
    void measure(Stage stage, Findings findings) throws Exception;

    /// All rows, in the order in which they are measured: those that need a fresh import first.
    static List<Row> all() {
        return List.of(
                new ImportRow(),
                new RecentRow(),
                new LineRow(),
                new LiveRow(),
                new SearchRow(),
                new UsageRow(),
                new OtlpRow(),
                new IdleRow(),
                new StartRow());
    }
}
