package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The roots, and what stands at each of them now.
final class Roots {
    private final List<WatchRoot> roots;
    private final Disk disk;
    private final Problems problems;
    private final InstantSource clock;
    private final Map<WatchRoot, Standing> standing = new LinkedHashMap<>();

    /// @param stamp of the folder, links followed; null when there is none to walk
    /// @param real  the folder without links
    private record Standing(
            SourceHealth.Root health,
            @Nullable Stamp stamp,
            @Nullable Path real) {}

    Roots(List<WatchRoot> roots, Disk disk, Problems problems, InstantSource clock) {
        this.roots = roots;
        this.disk = disk;
        this.problems = problems;
        this.clock = clock;
        for (var root : roots) standing.put(root, none(root, SourceHealth.RootState.ABSENT, null));
    }

    List<WatchRoot> all() {
        return roots;
    }

    /// Looks what stands at a root, and returns its stamp when it is a folder to walk.
    @Nullable
    Stamp look(WatchRoot root) {
        var now = standingOf(root);
        standing.put(root, now);
        return now.stamp();
    }

    private Standing standingOf(WatchRoot root) {
        try {
            var stamp = disk.target(root.root());
            if (stamp.type() != Stamp.Type.FOLDER)
                return unusable(root, Problem.Kind.ROOT_NOT_A_FOLDER, "is no folder");
            var real = disk.real(root.root());
            var twin = twin(root, real);
            if (twin != null) return twice(root, twin);
            return new Standing(new SourceHealth.Root(root.root(), SourceHealth.RootState.READABLE, null), stamp, real);
        } catch (NoSuchFileException absent) {
            problems.ended(root.root());
            return none(root, SourceHealth.RootState.ABSENT, null);
        } catch (IOException refused) {
            return unusable(root, Problem.Kind.FOLDER_UNREADABLE, IoWords.of(refused));
        }
    }

    private static Standing none(WatchRoot root, SourceHealth.RootState state, @Nullable String reason) {
        return new Standing(new SourceHealth.Root(root.root(), state, reason), null, null);
    }

    private Standing unusable(WatchRoot root, Problem.Kind kind, String reason) {
        problems.note(root.root(), kind, reason, clock.millis());
        return none(root, SourceHealth.RootState.UNREADABLE, reason);
    }

    private Standing twice(WatchRoot root, WatchRoot twin) {
        problems.note(root.root(), Problem.Kind.ROOT_TWICE, "is the same folder as " + twin.root(), clock.millis());
        return none(root, SourceHealth.RootState.READABLE, "the same folder as " + twin.root());
    }

    private @Nullable WatchRoot twin(WatchRoot root, Path real) {
        for (var other : roots) {
            if (other.equals(root)) return null;
            if (real.equals(realOf(other))) return other;
        }
        return null;
    }

    private @Nullable Path realOf(WatchRoot root) {
        var known = standing.get(root);
        return known == null ? null : known.real();
    }

    /// The folder could not be listed after all.
    void unreadable(WatchRoot root, String reason) {
        standing.put(root, none(root, SourceHealth.RootState.UNREADABLE, reason));
    }

    boolean readable(WatchRoot root) {
        return realOf(root) != null;
    }

    /// Whether a path without links lies under a root.
    boolean holds(Path real) {
        return standing.values().stream().anyMatch(one -> one.real() != null && real.startsWith(one.real()));
    }

    /// Whether this folder is a root of its own, and so is walked as such.
    boolean isRoot(Path folder) {
        return roots.stream().anyMatch(root -> root.root().equals(folder) && readable(root));
    }

    /// The root that a path lies under: the deepest, when roots lie in each other.
    @Nullable
    WatchRoot of(Path path) {
        WatchRoot deepest = null;
        for (var root : roots)
            if (readable(root)
                    && path.startsWith(root.root())
                    && (deepest == null || root.root().startsWith(deepest.root()))) deepest = root;
        return deepest;
    }

    List<SourceHealth.Root> health() {
        var health = new ArrayList<SourceHealth.Root>();
        standing.values().forEach(one -> health.add(one.health()));
        return health;
    }
}
