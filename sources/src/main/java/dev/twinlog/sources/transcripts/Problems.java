package dev.twinlog.sources.transcripts;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What cannot be captured, by path: at most so many with their text, the rest only counted. Read by any
/// thread.
final class Problems {
    private final ConcurrentMap<Path, Problem> open = new ConcurrentHashMap<>();
    private final int textsMax;
    private volatile long met;

    Problems(int textsMax) {
        this.textsMax = textsMax;
    }

    /// Notes a problem; of one path, the same kind is noted once. Only the reading thread notes.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void note(Path path, Problem.Kind kind, String reason, long now) {
        var before = open.get(path);
        if (before != null && before.kind() == kind) return;
        met++;
        if (before != null || open.size() < textsMax) open.put(path, new Problem(path, kind, reason, now));
    }

    void ended(Path path) {
        if (!open.isEmpty()) open.remove(path);
    }

    List<Problem> list() {
        return open.values().stream()
                .sorted(Comparator.comparing(Problem::path))
                .toList();
    }

    long met() {
        return met;
    }
}
