package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Table.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/// Prices as a table: the user's own first, since they are asked first.
final class PricesText {
    private final Terminal terminal;

    PricesText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param all also those rows that are not in force, behind those that are
    void show(Map<?, ?> prices, boolean all) {
        var rows = new ArrayList<List<String>>();
        var older = new ArrayList<List<String>>();
        if (prices.get("prices") instanceof List<?> list) {
            var latest = latest(list);
            for (var row : list) {
                if (row instanceof Map<?, ?> price) (holds(price, latest) ? rows : older).add(row(price));
            }
        }
        int inForce = rows.size();
        if (all) rows.addAll(older);
        var table = new Table(terminal, columns(rows));
        table.head();
        rows.subList(0, inForce).forEach(table::row);
        if (all && !older.isEmpty()) {
            note("not in force today:");
            older.forEach(table::row);
        }
        if (!all && !older.isEmpty())
            note(Words.counted(older.size(), "row") + " not in force today: --all shows them");
        note("dollars for a million tokens, built in: as of " + Words.text(prices.get("date")) + ", from "
                + Words.text(prices.get("source")));
        if (prices.get("own") instanceof Map<?, ?> own)
            note("your own: as of " + Words.text(own.get("date")) + ", from " + Words.text(own.get("file")));
        table.noteOnLeftOut();
    }

    /// The day from which the prices of today hold, by model and size of the prompt.
    private Map<List<String>, String> latest(List<?> list) {
        var today = Words.day(terminal.clock().instant().toString(), TimeZone.getTimeZone("UTC"));
        var latest = new HashMap<List<String>, String>();
        for (var row : list) {
            if (!(row instanceof Map<?, ?> price) || !Boolean.TRUE.equals(price.get("inForce"))) continue;
            var from = Words.text(price.get("from"));
            if (from.compareTo(today) <= 0)
                latest.merge(kind(price), from, (one, other) -> one.compareTo(other) >= 0 ? one : other);
        }
        return latest;
    }

    private static List<String> kind(Map<?, ?> price) {
        return List.of(Words.text(price.get("model")), Words.text(price.get("over")));
    }

    private static boolean holds(Map<?, ?> price, Map<List<String>, String> latest) {
        return Boolean.TRUE.equals(price.get("inForce"))
                && Words.text(price.get("from")).equals(latest.get(kind(price)));
    }

    private static List<String> row(Map<?, ?> price) {
        return List.of(
                Words.text(price.get("model")),
                Words.text(price.get("from")),
                Words.number(price.get("over")),
                Words.text(price.get("input")),
                Words.text(price.get("output")),
                Words.text(price.get("cacheRead")),
                Words.text(price.get("cacheWrite")),
                Words.text(price.get("cacheWrite1h")),
                Words.text(price.get("place")));
    }

    private static List<Column> columns(List<List<String>> rows) {
        int model =
                rows.stream().mapToInt(row -> Cells.width(row.getFirst())).max().orElse(0);
        return List.of(
                Column.text("MODEL", Math.clamp(model, 5, 26), 40, 1),
                Column.text("FROM", 10, 10, 4),
                Column.number("OVER", 7, 5),
                Column.number("INPUT", 6, 2),
                Column.number("OUTPUT", 6, 3),
                Column.number("READ", 6, 6),
                Column.number("WRITE", 6, 7),
                Column.number("WRITE 1H", 8, 8),
                Column.text("STANDS IN", 9, 60, 9));
    }

    private void note(String text) {
        for (var line : Cells.wrapped(text, terminal.room(0)))
            terminal.out().println(terminal.styled(Terminal.Style.FAINT, line));
    }
}
