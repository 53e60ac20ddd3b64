package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.rescue.Rescue;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.setup.PriceBook;
import dev.twinlog.setup.SettingsDrift;
import dev.twinlog.setup.SettingsProblem;
import dev.twinlog.views.PricesView;

/// What answers look up beside the store: what requests cost, when the agents delete what, and whether the settings are
/// still those that this process started with.
record Almanac(PriceBook book, Rescue rescue, SettingsDrift settings) {

    /// The prices in force.
    ///
    /// @throws Refusal when the user's own table cannot be understood: no answer is made from less than was asked
    Prices prices() throws Refusal {
        try {
            return book.prices();
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    PricesView pricesView() throws Refusal {
        return new PricesView(prices(), book.file().toString());
    }
}
