package dev.twinlog.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What `./dev bench` was told.
///
/// @param sizes  without repeats, smallest first
/// @param runs   0: as many as each row thinks right
/// @param only   ids of rows; empty: all
/// @param report the page to write; null: none
/// @param resume whether rows that were measured at this commit are left as they are
record Options(
        List<Size> sizes,
        int runs,
        List<String> only,
        @Nullable Path report,
        @Nullable Path cache,
        boolean resume) {
    static final String USAGE = """
            Usage: ./dev bench [--size 50MB|1GB|5GB]… [--runs N] [--only ROW]… [--report FILE] [--cache FOLDER] [--resume]

            Measures Twinlog beside its peers; without --size at 50MB and 1GB. Nothing else should run meanwhile.
              --size SIZE     of the corpus, again for several; 1GB has 100MB measured too, for what grows
              --runs N        of each measurement, instead of 3 to 24
              --only ROW      only this row, again for several: %s
              --report FILE   writes the figures into the page, whose other text is kept
              --cache FOLDER  where corpora are kept (default: dev.twinlog-bench in the user's cache folder)
              --resume        goes on after a run that was cut short: what it has measured stands

            A size needs 2.4 times as much free disk, until its corpus is written; then 1.4 times.
            """;

    /// @throws IllegalArgumentException saying what is wrong
    static Options of(String... words) {
        var left = new ArrayDeque<>(List.of(words));
        var sizes = new TreeSet<Size>();
        var only = new ArrayList<String>();
        int runs = 0;
        Path report = null;
        Path cache = null;
        boolean resume = false;
        while (!left.isEmpty()) {
            var word = left.pop();
            switch (word) {
                case "--resume" -> resume = true;
                case "--size" -> sizes.add(Size.of(value(word, left)));
                case "--runs" -> runs = count(value(word, left));
                case "--only" -> only.add(row(value(word, left)));
                case "--report" -> report = Path.of(value(word, left));
                case "--cache" -> cache = Path.of(value(word, left));
                default -> throw new IllegalArgumentException("there is no option '" + word + "'");
            }
        }
        if (sizes.isEmpty()) sizes.addAll(List.of(Size.SMALL, Size.GIGABYTE));
        if (sizes.contains(Size.GIGABYTE)) sizes.add(Size.TENTH);
        return new Options(List.copyOf(sizes), runs, List.copyOf(only), report, cache, resume);
    }

    private static String value(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) throw new IllegalArgumentException(option + " needs a value");
        return left.pop();
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) return count;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--runs must be a number from 1, not '" + text + "'");
    }

    private static String row(String id) {
        var ids = rows();
        if (ids.contains(id)) return id;
        throw new IllegalArgumentException("there is no row '" + id + "', but " + String.join(", ", ids));
    }

    /// The ids of all rows.
    static List<String> rows() {
        return Row.all().stream().map(Row::id).toList();
    }

    boolean wants(Row row) {
        return only.isEmpty() || only.contains(row.id());
    }
}
