package dev.twinlog.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that come run by run, by what they are of.
final class Tally {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Series series(String name, String unit) {
        return new Series(unit, values.getOrDefault(name, List.of()));
    }

    /// The series of the peers of whom there is anything.
    Map<String, Series> peers(String unit, String... names) {
        var peers = new LinkedHashMap<String, Series>();
        for (var name : names) if (has(name)) peers.put(name, series(name, unit));
        return peers;
    }
}
