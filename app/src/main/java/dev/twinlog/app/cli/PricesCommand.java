package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `twinlog prices`.
final class PricesCommand extends Asking {
    private static final String ALL = "--all";

    private static final Spec SPEC = asking(
            "prices",
            "Show the prices that costs are estimated from, and where each stands.",
            List.of(Spec.Option.flag(ALL, "Show also the rows that no longer, or not yet, hold.")),
            List.of(),
            "",
            "In dollars for a million tokens. prices.toml in the config folder overrides them by model:",
            "",
            "  date = 2026-01-31",
            "  [[price]]",
            "  models = [\"my-model\", \"my-model-2026*\"]",
            "  input = 1.25",
            "  output = 10",
            "  cache_read = 0.125",
            "",
            "A model that ends in * stands for all names that begin so. cache_write, cache_write_1h, from (a day) and",
            "over (100000, 200000 or 272000 tokens of prompt) may be added.",
            "",
            "Examples:",
            "  twinlog prices",
            "  twinlog prices --json | jq '.prices[] | select(.inForce)'");

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    void parameters(Arguments arguments, Given given) {}

    @Override
    int show(JsonParser answer, Terminal terminal, Arguments arguments) throws IOException {
        if (JsonTree.read(answer) instanceof Map<?, ?> prices)
            new PricesText(terminal).show(prices, arguments.has(ALL));
        return ExitCodes.DONE;
    }
}
