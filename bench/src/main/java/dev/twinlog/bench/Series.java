package dev.twinlog.bench;

import java.util.List;
import java.util.Locale;

/// What was measured, run by run, in the order of the runs.
///
/// @param unit of each value: `ms`, `s`, `CPU s`, `MB`, `%`, `×`
record Series(String unit, List<Double> values) {
    Series {
        values = List.copyOf(values);
        if (values.isEmpty()) throw new IllegalArgumentException("nothing was measured");
    }

    double median() {
        var sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return sorted().getFirst();
    }

    double most() {
        return sorted().getLast();
    }

    /// The smallest value that at least this share of all values does not exceed.
    double percentile(double share) {
        var sorted = sorted();
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    private List<Double> sorted() {
        return values.stream().sorted().toList();
    }

    /// The median with the spread and the number of runs behind it.
    @Override
    public String toString() {
        if (values.size() == 1) return number(median()) + " " + unit + " (1 run)";
        return number(median()) + " " + unit + " (" + number(least()) + "–" + number(most()) + ", " + values.size()
                + " runs)";
    }

    /// Three figures that count.
    static String number(double value) {
        if (Math.abs(value) >= 100) return String.format(Locale.ROOT, "%,.0f", value);
        if (Math.abs(value) >= 10) return String.format(Locale.ROOT, "%.1f", value);
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
