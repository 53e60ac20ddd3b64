package dev.twinlog.sources.appserver;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What was counted, by name. Names that come from outside are bounded. Safe for use by many threads.
final class Counters {
    /// Different names with one prefix; what comes beyond is counted together.
    static final int NAMES_MAX = 64;
    private static final String OTHER = "other";

    private final ConcurrentSkipListMap<String, LongAdder> all = new ConcurrentSkipListMap<>();

    void add(String name) {
        all.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    void add(String name, long amount) {
        if (amount != 0) all.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
    }

    /// Counts something that is named from outside.
    ///
    /// @param prefix with its dot, such as `unknown.`
    void add(String prefix, String foreign) {
        var name = prefix + foreign;
        if (!all.containsKey(name) && named(prefix) >= NAMES_MAX) name = prefix + OTHER;
        add(name);
    }

    SortedMap<String, Long> told() {
        var told = new TreeMap<String, Long>();
        all.forEach((name, count) -> told.put(name, count.sum()));
        return told;
    }

    private int named(String prefix) {
        return all.subMap(prefix, prefix + Character.MAX_VALUE).size();
    }
}
