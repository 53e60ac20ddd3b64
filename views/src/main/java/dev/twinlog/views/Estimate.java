package dev.twinlog.views;

import dev.twinlog.model.TokenCount;
import dev.twinlog.model.prices.BilledTokens;
import dev.twinlog.model.prices.CostClass;
import dev.twinlog.model.prices.Money;
import dev.twinlog.model.prices.Price;
import dev.twinlog.model.prices.PriceRow;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.StoreReader.UsageCell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Costs of cells of usage under the prices of one question.
final class Estimate {
    private final Prices prices;
    private final Map<String, List<PriceRow>> rows = new HashMap<>();
    private final Map<Wanted, Optional<Price.Rates>> known = new HashMap<>();

    private record Wanted(String model, @Nullable Long day, CostClass costClass) {}

    Estimate(Prices prices) {
        this.prices = prices;
    }

    /// What a cell cost: told where it is told, estimated where there is a price.
    Cost of(UsageCell cell) {
        long requests = cell.tokens().requests();
        if (cell.costClass() == CostClass.TOLD) return Cost.told(Money.ofNanos(cell.costNanos()), requests);
        var billed = cell.tokens().billed(cell.agent());
        var rates = rates(cell);
        return rates.isPresent()
                ? Cost.estimated(rates.get().of(billed), requests)
                : Cost.unpriced(cell.model(), requests, all(billed));
    }

    private Optional<Price.Rates> rates(UsageCell cell) {
        var model = cell.model();
        if (model == null) return Optional.empty();
        return known.computeIfAbsent(
                new Wanted(model, cell.day(), cell.costClass()),
                wanted -> Prices.row(rows.computeIfAbsent(model, prices::rowsOf), wanted.day, wanted.costClass)
                        .map(row -> row.price().rates()));
    }

    private static long all(BilledTokens tokens) {
        return LongStream.of(
                        tokens.input(), tokens.output(), tokens.cacheRead(), tokens.cacheWrite(), tokens.cacheWrite1h())
                .reduce(0, TokenCount::sum);
    }
}
