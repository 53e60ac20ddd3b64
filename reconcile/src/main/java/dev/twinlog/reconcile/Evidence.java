package dev.twinlog.reconcile;

import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.Unreadable;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// What was heard of a session that bears on gaps alone: numbers, times of lines, lines that cannot be read.
final class Evidence {
    private final Map<Long, Ordinals> ordinals = new TreeMap<>();
    private final LineTimes lines = new LineTimes();
    private final UnreadableLines unreadable = new UnreadableLines();
    private final Sequences sequences = new Sequences();

    /// @return whether it may change what is missing
    boolean add(RecordSeen record) {
        lines.add(record);
        return record.ordinal() >= 0
                && ordinals.computeIfAbsent(record.file(), file -> new Ordinals())
                        .add(record.ordinal());
    }

    /// @return whether it may change what is missing
    boolean add(Unreadable line) {
        return unreadable.add(line);
    }

    /// @return whether it may change what is missing
    boolean add(SequenceSeen seen) {
        return sequences.add(seen);
    }

    /// The ordinals of each file.
    Collection<Ordinals> ordinals() {
        return ordinals.values();
    }

    LineTimes lines() {
        return lines;
    }

    /// By file and place in it.
    Collection<Unreadable> unreadable() {
        return unreadable.all();
    }

    Sequences sequences() {
        return sequences;
    }

    /// A rough size in memory.
    long bytes() {
        return Sequences.BYTES * sequences.size();
    }
}
