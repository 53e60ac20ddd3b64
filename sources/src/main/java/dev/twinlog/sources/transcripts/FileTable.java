package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.FileId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every file known, by path, with the sums that health and progress tell.
final class FileTable {
    /// A clock may be a little off the file system's, whose times are as coarse as this.
    private static final long TIME_MARGIN_MILLIS = 2_000;

    private final TreeMap<String, TrackedFile> byPath = new TreeMap<>();
    private final Map<TrackedFile, Long> readAt = new HashMap<>();
    private final int filesMax;
    private long bytesKnown;
    private long bytesCaptured;
    private long waiting;

    FileTable(int filesMax) {
        this.filesMax = filesMax;
    }

    /// Takes over what earlier runs captured under these roots.
    void resume(List<WatchRoot> roots, List<Captured> before) {
        for (var one : before) {
            var root = rootOf(roots, one.file());
            var name = WatchedName.of(one.file().agent(), one.file().path());
            if (root == null || name == null) continue;
            var file = byPath.computeIfAbsent(
                    key(root.root().resolve(one.file().path())),
                    key -> new TrackedFile(root, one.file().path(), name));
            file.resume(one);
            readAt.put(file, one.readAt());
            file.size = one.gone() ? 0 : one.captured();
            count(file);
        }
    }

    private static @Nullable WatchRoot rootOf(List<WatchRoot> roots, FileId file) {
        for (var root : roots)
            if (root.agent() == file.agent() && root.root().toString().equals(file.root())) return root;
        return null;
    }

    /// The file at a path, known from now on; null when there are too many.
    @Nullable
    TrackedFile at(WatchRoot root, Path path, String relative, WatchedName name, Stamp now) {
        var file = byPath.get(key(path));
        if (file == null) {
            if (byPath.size() >= filesMax) return null;
            file = new TrackedFile(root, relative, name);
            byPath.put(key(path), file);
        }
        var before = readAt.remove(file);
        if (before != null) file.believe(now, before, TIME_MARGIN_MILLIS);
        return file;
    }

    @Nullable
    TrackedFile known(Path path) {
        return byPath.get(key(path));
    }

    /// The files below a folder.
    List<TrackedFile> below(Path folder) {
        var prefix = key(folder);
        return new ArrayList<>(byPath.subMap(prefix + "/", prefix + "0").values());
    }

    Collection<TrackedFile> all() {
        return byPath.values();
    }

    /// Brings the sums up to date with a file.
    void count(TrackedFile file) {
        long size = file.blocked || file.gone() ? 0 : file.size;
        long captured = Math.min(file.captured(), size);
        waiting += waits(size, captured) - waits(file.countedSize, file.countedCaptured);
        bytesKnown += size - file.countedSize;
        bytesCaptured += captured - file.countedCaptured;
        file.countedSize = size;
        file.countedCaptured = captured;
    }

    private static int waits(long size, long captured) {
        return size > captured ? 1 : 0;
    }

    long files() {
        return byPath.size();
    }

    long bytesKnown() {
        return bytesKnown;
    }

    long bytesCaptured() {
        return bytesCaptured;
    }

    /// How many files have bytes that are not captured.
    long waiting() {
        return waiting;
    }

    private static String key(Path path) {
        var text = path.toString();
        return path.getFileSystem().getSeparator().equals("/") ? text : text.replace('\\', '/');
    }
}
