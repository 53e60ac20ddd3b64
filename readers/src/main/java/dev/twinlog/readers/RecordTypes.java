package dev.twinlog.readers;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The types of record that an agent is known to write, and how each is read. A type that is not here is
/// unknown: its record is kept raw and counted.
public final class RecordTypes {
    private final SortedMap<String, Reading> readings;

    private RecordTypes(SortedMap<String, Reading> readings) {
        this.readings = Collections.unmodifiableSortedMap(new TreeMap<>(readings));
    }

    /// Collects a table.
    public static final class Builder {
        private final SortedMap<String, Reading> readings = new TreeMap<>();

        /// Adds types that are read in one way.
        ///
        /// @throws IllegalStateException when a type is named twice
        public Builder read(Reading reading, String... types) {
            for (var type : types) {
                if (readings.put(type, reading) != null) throw new IllegalStateException(type + " is named twice");
            }
            return this;
        }

        public RecordTypes build() {
            return new RecordTypes(readings);
        }
    }

    /// How a type is read; empty for an unknown one.
    public Optional<Reading> of(String type) {
        return Optional.ofNullable(readings.get(type));
    }

    /// The whole table.
    public SortedMap<String, Reading> all() {
        return readings;
    }
}
