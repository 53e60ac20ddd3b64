package dev.twinlog.model.prices;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A row of a table of prices.
///
/// @param model the model's name, or the beginning of names when it ends in `*`
/// @param from  the day (UTC) from which it holds; null: always
/// @param over  the length that a prompt must be beyond for it to hold; {@link CostClass#USUAL} for any
/// @param place where it stands, for people: `built in`, or a file with its line
public record PriceRow(String model, @Nullable LocalDate from, CostClass over, Price price, String place) {
    private static final String REST = "*";

    public PriceRow {
        if (over == CostClass.TOLD) throw new IllegalArgumentException("what is told needs no price");
    }

    boolean isOf(String name) {
        return isBeginning() ? name.startsWith(beginning()) : name.equals(model);
    }

    boolean isBeginning() {
        return model.endsWith(REST);
    }

    /// How much of a name it says: an exact name says more than any beginning.
    int strength() {
        return isBeginning() ? model.length() - REST.length() : Integer.MAX_VALUE;
    }

    private String beginning() {
        return model.substring(0, model.length() - REST.length());
    }

    long fromDay() {
        return from == null ? Long.MIN_VALUE : from.toEpochDay();
    }
}
