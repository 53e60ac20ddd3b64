package dev.twinlog.sources.otlp;

import dev.twinlog.journal.Control;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Facts about doors until the journal takes them, in their order. Safe for use by many threads.
final class Untold {
    private final int factsMax;
    private final ArrayDeque<Control> facts = new ArrayDeque<>();
    private long removed;
    private long lost;

    Untold(int factsMax) {
        this.factsMax = factsMax;
    }

    synchronized void add(String type, long at, Map<String, String> values) {
        if (facts.size() == factsMax) {
            facts.removeFirst();
            removed++;
            lost++;
        }
        facts.addLast(new Control(type, at, new TreeMap<>(values)));
    }

    void tell(OtlpFacts to) throws IOException {
        for (var first = first(); first != null; first = first()) {
            to.tell(first.fact);
            told(first.number);
        }
    }

    private record First(Control fact, long number) {}

    private synchronized @Nullable First first() {
        var fact = facts.peekFirst();
        return fact == null ? null : new First(fact, removed);
    }

    /// Removes it, unless it was left out meanwhile.
    private synchronized void told(long number) {
        if (number != removed) return;
        facts.removeFirst();
        removed++;
    }

    synchronized long lost() {
        return lost;
    }
}
