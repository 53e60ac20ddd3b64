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

    /// A line of which more is seen than before takes the place of what was told of it.
    ///
    /// @return whether it is new
    boolean add(Unreadable line) {
        var place = new Place(line.file(), line.raw().offset());
        var told = lines.get(place);
        if (told != null && told.raw().length() >= line.raw().length()) return false;
        lines.put(place, line);
        return true;
    }

    /// By file and place in it.
    Collection<Unreadable> all() {
        return lines.values();
    }
}
