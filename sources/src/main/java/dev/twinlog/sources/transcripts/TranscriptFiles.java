package dev.twinlog.sources.transcripts;

import dev.twinlog.model.Agent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The transcripts that lie under the watched roots at a moment, whether anybody captures them or not: one
/// walk, which opens no file.
///
/// @param seen     the files that are captured when all goes well
/// @param problems what kept the walk from seeing more
public record TranscriptFiles(List<Seen> seen, List<Problem> problems) {
    private static final long NANOS_IN_MILLI = 1_000_000;

    public TranscriptFiles {
        seen = List.copyOf(seen);
        problems = List.copyOf(problems);
    }

    /// A file.
    ///
    /// @param root     the root that it lies under
    /// @param path     under the root, separated by `/`
    /// @param modified epoch milliseconds
    /// @param inode    0 where files have none
    public record Seen(Agent agent, Path root, String path, long size, long modified, long inode) {
        /// The whole path.
        public Path file() {
            return root.resolve(path);
        }
    }

    /// Looks once. Files beyond the limit that the source has are not seen, which is a problem.
    public static TranscriptFiles look(List<WatchRoot> roots, InstantSource clock) {
        var limits = SourceLimits.standard();
        var disk = new LocalDisk();
        var problems = new Problems(limits.problemsMax());
        var standing = new Roots(roots, disk, problems, clock);
        var seen = new ArrayList<Seen>();
        var walk = new Walk(
                disk,
                FolderEvents.none(),
                standing,
                problems,
                clock,
                limits.depthMax(),
                (root, path, relative, name, stamp) -> {
                    if (seen.size() < limits.filesMax()) seen.add(seen(root, relative, stamp));
                    else problems.note(root.root(), Problem.Kind.TOO_MANY_FILES, "has too many files", clock.millis());
                });
        roots.forEach(standing::look);
        for (var root : roots) {
            var stamp = standing.look(root);
            if (stamp != null) walk.below(root, root.root(), stamp);
        }
        return new TranscriptFiles(seen, problems.list());
    }

    private static Seen seen(WatchRoot root, String relative, Stamp stamp) {
        return new Seen(
                root.agent(), root.root(), relative, stamp.size(), stamp.modified() / NANOS_IN_MILLI, stamp.inode());
    }
}
