package dev.twinlog.reconcile;

import dev.twinlog.reconcile.Totals.Total;

/// The text of a running total, `input/cached/cacheWrite/output/reasoning`, by which records that reached it
/// meet.
public final class TotalAlias {
    private TotalAlias() {}

    /// The text of a total.
    public static String of(long input, long cached, long cacheWrite, long output, long reasoning) {
        return input + "/" + cached + "/" + cacheWrite + "/" + output + "/" + reasoning;
    }

    static Total parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 5) throw new IllegalArgumentException("'" + text + "' is no total of five numbers");
        return new Total(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }
}
