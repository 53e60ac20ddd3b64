package dev.twinlog.sources.transcripts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files that something happened to, first come first served. Each carries a ticket, so that it can be
/// told when everything that waited at some moment is through.
final class Urgent {
    private final Map<TrackedFile, Long> tickets = new LinkedHashMap<>();
    private long last;

    /// A file is to be looked at; one that waits already keeps its place.
    void add(TrackedFile file) {
        last++;
        tickets.putIfAbsent(file, last);
    }

    @Nullable
    TrackedFile next() {
        return tickets.isEmpty() ? null : tickets.keySet().iterator().next();
    }

    void done(TrackedFile file) {
        tickets.remove(file);
    }

    /// Not done yet, but others come first now.
    void goBehind(TrackedFile file) {
        var ticket = tickets.remove(file);
        if (ticket != null) tickets.put(file, ticket);
    }

    /// The ticket given last.
    long last() {
        return last;
    }

    /// Whether everything with a ticket up to this one is through.
    boolean through(long ticket) {
        return tickets.values().stream().noneMatch(waiting -> waiting <= ticket);
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }
}
