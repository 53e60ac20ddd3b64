package dev.twinlog.sources.appserver;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What was counted, by names of our own. Safe for use by many threads.
final class Counters {
    private final ConcurrentSkipListMap<String, LongAdder> all = new ConcurrentSkipListMap<>();

    void add(String name) {
        all.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    void add(String name, long amount) {
        if (amount != 0) all.computeIfAbsent(name, _ -> new LongAdder()).add(amount);
    }

    SortedMap<String, Long> told() {
        var told = new TreeMap<String, Long>();
        all.forEach((name, count) -> told.put(name, count.sum()));
        return told;
    }
}
