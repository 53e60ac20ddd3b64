package dev.twinlog.model.prices;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The prices in force: the table that comes with Twinlog, and the user's own, which is asked first. A model
/// that is in the user's own table is priced by it alone.
public record Prices(PriceTable builtIn, @Nullable PriceTable own) {

    /// All rows about a model, from the one table that prices it.
    public List<PriceRow> rowsOf(String model) {
        var mine = own == null ? List.<PriceRow>of() : own.of(model);
        return mine.isEmpty() ? builtIn.of(model) : mine;
    }

    /// The row among those of one model that holds for a request.
    ///
    /// Before the first day that is told the first price holds, since a model is used from its first price on;
    /// of the untimed the last does. Of rows for long prompts the one for the greatest length that was passed
    /// holds.
    ///
    /// @param day the request's, since the epoch (UTC); null when it is untimed
    public static Optional<PriceRow> row(List<PriceRow> ofModel, @Nullable Long day, CostClass passed) {
        return ofModel.stream()
                .filter(row -> row.over().tokens() <= passed.tokens())
                .map(PriceRow::over)
                .max(Comparator.naturalOrder())
                .flatMap(over -> inForce(
                        ofModel.stream().filter(row -> row.over() == over).toList(), day));
    }

    private static Optional<PriceRow> inForce(List<PriceRow> rows, @Nullable Long day) {
        var byDay = Comparator.comparingLong(PriceRow::fromDay);
        var last =
                rows.stream().filter(row -> day == null || row.fromDay() <= day).max(byDay);
        return last.isPresent() ? last : rows.stream().min(byDay);
    }
}
