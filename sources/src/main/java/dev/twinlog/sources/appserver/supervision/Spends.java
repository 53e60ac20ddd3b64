package dev.twinlog.sources.appserver.supervision;

import org.jspecify.annotations.Nullable;

/// What the restart budget was spent on.
///
/// @param total     since the start of Twinlog
/// @param lastCause null: nothing was spent yet
public record Spends(
        RestartBudget budget, long total, @Nullable String lastCause) {
    static final Spends NONE = new Spends(RestartBudget.FULL, 0, null);

    Spends spend(String cause, Tick now) {
        return new Spends(budget.spend(now), total + 1, cause);
    }

    Spends cleared() {
        return new Spends(budget.cleared(), total, lastCause);
    }
}
