package dev.twinlog.reconcile;

import dev.twinlog.model.Unreadable;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;

/// The lines of a session's files that could not be read, each once however often it is captured.
final class UnreadableLines {
    private record Place(long file, long offset) {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::file).thenComparingLong(Place::offset);
    }

    private final TreeMap<Place, Unreadable> lines = new TreeMap<>(Place.ORDER);

    /// @return whether it is new
    boolean add(Unreadable line) {
        return lines.putIfAbsent(new Place(line.file(), line.raw().offset()), line) == null;
    }

    /// By file and place in it.
    Collection<Unreadable> all() {
        return lines.values();
    }
}
