package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The unwanted ends and failed starts that a child may spend before it is a crash loop (SPEC 5.4).
///
/// @param limit  the spend that is the crash loop
/// @param window in which spends count
/// @param spent  the latest, oldest first
public record RestartBudget(int limit, Duration window, List<Tick> spent) {
    public static final RestartBudget FULL = new RestartBudget(3, Duration.ofSeconds(60), List.of());

    public RestartBudget {
        spent = List.copyOf(spent);
    }

    public RestartBudget spend(Tick now) {
        return new RestartBudget(
                limit, window, Stream.concat(counting(now), Stream.of(now)).toList());
    }

    /// Inclusive: with a limit of 3, the third spend is the crash loop, and nothing is started.
    public boolean exhausted(Tick now) {
        return spentAt(now) >= limit;
    }

    /// How many spends count now. One exactly as old as the window no longer does.
    public int spentAt(Tick now) {
        return (int) counting(now).count();
    }

    /// Until none counts; zero when none does.
    public Duration clearIn(Tick now) {
        return counting(now)
                .reduce((_, later) -> later)
                .map(last -> last.plus(window).since(now))
                .orElse(Duration.ZERO);
    }

    public RestartBudget cleared() {
        return new RestartBudget(limit, window, List.of());
    }

    private Stream<Tick> counting(Tick now) {
        return spent.stream().filter(past -> now.since(past).compareTo(window) < 0);
    }
}
