package dev.twinlog.sources.transcripts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of an import, newest session first.
final class Backlog {
    private final ArrayDeque<Candidate> queue = new ArrayDeque<>();

    /// A file to look at.
    ///
    /// @param modified when it was last written, nanoseconds since the epoch
    record Candidate(TrackedFile file, long modified) {
        private String group() {
            return file.root.root() + "//" + file.name.group();
        }
    }

    /// A session's files stand together: its own first, then what belongs to it, at the place of the newest
    /// of them.
    static List<Candidate> newestFirst(Collection<Candidate> candidates) {
        var newest = new HashMap<String, Long>();
        for (var one : candidates) newest.merge(one.group(), one.modified(), Math::max);
        var ordered = new ArrayList<>(candidates);
        ordered.sort(Comparator.comparing((Candidate one) -> newest.getOrDefault(one.group(), 0L))
                .reversed()
                .thenComparing(Candidate::group)
                .thenComparing(one -> !one.file().name.main())
                .thenComparing(Comparator.comparingLong(Candidate::modified).reversed())
                .thenComparing(one -> one.file().relative));
        return ordered;
    }

    /// Adds files; those that wait already stand where their newest time puts them.
    void add(Collection<Candidate> found) {
        if (found.isEmpty()) return;
        Map<TrackedFile, Candidate> all = new LinkedHashMap<>();
        for (var one : queue) all.put(one.file(), one);
        for (var one : found) all.put(one.file(), one);
        queue.clear();
        queue.addAll(newestFirst(all.values()));
    }

    @Nullable
    TrackedFile next() {
        var first = queue.peekFirst();
        return first == null ? null : first.file();
    }

    void done() {
        queue.pollFirst();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
