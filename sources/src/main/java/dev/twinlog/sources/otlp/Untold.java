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
    private long lost;

    Untold(int factsMax) {
        this.factsMax = factsMax;
    }

    synchronized void add(String type, long at, Map<String, String> values) {
        if (facts.size() == factsMax) {
            facts.removeFirst();
            lost++;
        }
        facts.addLast(new Control(type, at, new TreeMap<>(values)));
    }

    void tell(OtlpFacts to) throws IOException {
        for (var fact = first(); fact != null; fact = first()) {
            to.tell(fact);
            told(fact);
        }
    }

    private synchronized @Nullable Control first() {
        return facts.peekFirst();
    }

    private synchronized void told(Control fact) {
        if (facts.peekFirst() == fact) facts.removeFirst();
    }

    synchronized long lost() {
        return lost;
    }
}
