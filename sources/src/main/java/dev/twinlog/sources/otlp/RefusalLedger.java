package dev.twinlog.sources.otlp;

import dev.twinlog.journal.Control;
import dev.twinlog.otlp.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The refused requests that the journal does not know of yet, summed up: `otlp_refused` facts. Bounded by
/// the number of doors, signals and reasons. Safe for use by many threads.
final class RefusalLedger {
    static final String TYPE = "otlp_refused";

    private record Key(Door door, Signal signal, Reason reason) {}

    private record Sum(long requests, long bytes, long from, long to) {
        Sum plus(Sum other) {
            return new Sum(
                    requests + other.requests, bytes + other.bytes, Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    private final Map<Key, Sum> untold = new HashMap<>();

    synchronized void add(Door door, Signal signal, Reason reason, long bytes, long at) {
        untold.merge(new Key(door, signal, reason), new Sum(1, bytes, at, at), Sum::plus);
    }

    /// Tells at most one fact of each door and reason; what else there is of them stays for the next time.
    /// What cannot be told stays too.
    void tell(OtlpFacts facts, long now) throws IOException {
        for (var key : due()) {
            var sum = take(key);
            try {
                facts.tell(fact(key, sum, now));
            } catch (IOException | RuntimeException e) {
                giveBack(key, sum);
                throw e;
            }
        }
    }

    private synchronized List<Key> due() {
        if (untold.isEmpty()) return List.of();
        var first = new TreeMap<String, Key>();
        for (var key : untold.keySet())
            first.merge(
                    key.door.wire() + " " + key.reason.wire(),
                    key,
                    (one, other) -> oldest().compare(one, other) <= 0 ? one : other);
        return new ArrayList<>(first.values());
    }

    private Comparator<Key> oldest() {
        return Comparator.comparingLong((Key key) -> untold.getOrDefault(key, new Sum(0, 0, 0, 0)).from)
                .thenComparing(Key::signal);
    }

    private synchronized Sum take(Key key) {
        var sum = untold.remove(key);
        return sum == null ? new Sum(0, 0, 0, 0) : sum;
    }

    private synchronized void giveBack(Key key, Sum sum) {
        untold.merge(key, sum, Sum::plus);
    }

    private static Control fact(Key key, Sum sum, long now) {
        return new Control(
                TYPE,
                now,
                new TreeMap<>(Map.of(
                        "door", key.door.wire(),
                        "signal", key.signal.name().toLowerCase(Locale.ROOT),
                        "reason", key.reason.wire(),
                        "requests", Long.toString(sum.requests),
                        "bytes", Long.toString(sum.bytes),
                        "from", Long.toString(sum.from),
                        "to", Long.toString(sum.to))));
    }
}
