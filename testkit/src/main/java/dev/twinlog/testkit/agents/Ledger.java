package dev.twinlog.testkit.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What a model server did, in the order of the requests.
public final class Ledger {
    private final Awaited<List<Exchange>> exchanges = new Awaited<>(new ArrayList<>());

    /// All requests so far.
    public List<Exchange> all() {
        return exchanges.read(List::copyOf);
    }

    /// Those that fit.
    public List<Exchange> all(Predicate<Exchange> fits) {
        return all().stream().filter(fits).toList();
    }

    /// Those of a marker that were answered whole.
    public List<Exchange> complete(String marker) {
        return all(each -> each.of(marker) && each.state() == Exchange.State.COMPLETE);
    }

    /// The sums of the tokens of those that fit, by Twinlog's names.
    public SortedMap<String, Long> tokens(Predicate<Exchange> fits) {
        var sums = new TreeMap<String, Long>();
        for (var each : all(fits)) each.tokens().forEach((name, count) -> sums.merge(name, count, Long::sum));
        return sums;
    }

    /// The first request that fits, when there is one.
    public Exchange await(Duration within, Predicate<Exchange> fits) throws InterruptedException, TimeoutException {
        return exchanges.await(
                within, all -> all.stream().filter(fits).findFirst().orElse(null), () -> "such a request: " + all());
    }

    void begin(Exchange exchange) {
        exchanges.change(all -> all.add(exchange));
    }

    void update(int number, UnaryOperator<Exchange> to) {
        exchanges.change(all -> all.replaceAll(each -> each.number() == number ? to.apply(each) : each));
    }
}
