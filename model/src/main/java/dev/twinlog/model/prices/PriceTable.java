package dev.twinlog.model.prices;

import java.time.LocalDate;
import java.util.List;

/// Prices as they were known on a day.
///
/// @param date   when they were put together
/// @param source where they come from, in words
public record PriceTable(LocalDate date, String source, List<PriceRow> rows) {
    public PriceTable {
        rows = List.copyOf(rows);
    }

    /// The rows that say most of a model's name: those with exactly that name, else those with the longest
    /// beginning of it; none when the model is not known.
    List<PriceRow> of(String model) {
        var fitting = rows.stream().filter(row -> row.isOf(model)).toList();
        int most = fitting.stream().mapToInt(PriceRow::strength).max().orElse(0);
        return fitting.stream().filter(row -> row.strength() == most).toList();
    }
}
