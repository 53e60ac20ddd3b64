package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What lies under the roots. Puts each file that may have something new among the urgent ones, when it was
/// heard of by an event or has gone, or into the backlog, when it was found by a walk. Belongs to the
/// reading thread.
final class Tree {
    /// New folders with more than this are imported, lest the lines of live sessions wait for them.
    static final long URGENT_BYTES_MAX = 16L << 20;

    private final InstantSource clock;
    private final SourceLimits limits;
    private final Disk disk;
    private final Roots roots;
    private final FileTable table;
    private final Problems problems;
    private final Urgent urgent;
    private final Backlog backlog;
    private FolderEvents events = FolderEvents.none();
    private boolean walkWanted = true;
    private long walks;
    private long lastEventAt;

    Tree(
            SourceParts parts,
            Disk disk,
            Roots roots,
            FileTable table,
            Problems problems,
            Urgent urgent,
            Backlog backlog) {
        this.clock = parts.clock();
        this.limits = parts.limits();
        this.disk = disk;
        this.roots = roots;
        this.table = table;
        this.problems = problems;
        this.urgent = urgent;
        this.backlog = backlog;
    }

    /// Hears changes from there on; what happened before is found by the walk that this asks for.
    void hearFrom(FolderEvents from) {
        events = from;
        walkWanted = true;
    }

    void wantWalk() {
        walkWanted = true;
    }

    boolean walkWanted() {
        return walkWanted;
    }

    long walks() {
        return walks;
    }

    long lastEventAt() {
        return lastEventAt;
    }

    /// Walks all roots. Files that were known and are not found are urgent, so that their end is told.
    void walk() {
        walks++;
        walkWanted = false;
        var found = new ArrayList<Backlog.Candidate>();
        var walk = walkTo(found);
        roots.all().forEach(roots::look);
        for (var root : roots.all()) walkRoot(walk, root);
        for (var file : table.all())
            if (file.walk != walks && !file.gone() && roots.readable(file.root) && !walk.unknown(file.path))
                urgent.add(file);
        endProblems();
        backlog.add(found);
    }

    private Walk walkTo(List<Backlog.Candidate> found) {
        return new Walk(
                disk,
                events,
                roots,
                problems,
                clock,
                limits.depthMax(),
                (root, path, relative, name, stamp) -> found(found, root, path, relative, name, stamp));
    }

    private void found(
            List<Backlog.Candidate> found, WatchRoot root, Path path, String relative, WatchedName name, Stamp stamp) {
        var file = table.at(root, path, relative, name, stamp);
        if (file == null) {
            problems.note(root.root(), Problem.Kind.TOO_MANY_FILES, "has too many files", clock.millis());
            return;
        }
        file.walk = walks;
        if (file.asIn(stamp)) return;
        file.size = stamp.size();
        table.count(file);
        found.add(new Backlog.Candidate(file, stamp.modified()));
    }

    private void walkRoot(Walk walk, WatchRoot root) {
        anchor(root);
        var stamp = roots.look(root);
        if (stamp == null) events.forget(root.root());
        else walk.below(root, root.root(), stamp);
    }

    /// Watches the nearest folder above a root, which tells when the root comes, goes or is replaced.
    private void anchor(WatchRoot root) {
        for (var above = root.root().getParent(); above != null; above = above.getParent()) {
            try {
                var stamp = disk.target(above);
                if (stamp.type() != Stamp.Type.FOLDER) continue;
                events.watch(above, stamp);
                return;
            } catch (IOException absent) {
                // The next higher one is tried.
            }
        }
    }

    private void endProblems() {
        for (var problem : problems.list()) {
            try {
                disk.stamp(problem.path());
            } catch (NoSuchFileException gone) {
                problems.ended(problem.path());
            } catch (IOException refused) {
                // It is a problem still.
            }
        }
    }

    /// A watched folder is no longer there.
    void folderGone(Path folder) {
        events.forget(folder);
        table.below(folder).forEach(urgent::add);
        for (var root : roots.all()) if (root.root().startsWith(folder)) walkWanted = true;
    }

    /// A name in a watched folder was made, written to or removed.
    void touched(Path folder, String name) {
        var path = folder.resolve(name);
        var file = table.known(path);
        if (file != null) {
            lastEventAt = clock.millis();
            urgent.add(file);
            return;
        }
        for (var root : roots.all()) if (root.root().startsWith(path)) walkWanted = true;
        var root = roots.of(path);
        if (root != null && !path.equals(root.root())) cameOrWent(root, path);
    }

    /// A name that is no file known: a new file, a new folder with all that is in it already, or a folder
    /// that went.
    private void cameOrWent(WatchRoot root, Path path) {
        try {
            var stamp = disk.stamp(path);
            if (stamp.type() == Stamp.Type.FOLDER) came(root, path, stamp);
            else if (stamp.type() == Stamp.Type.FILE) fileCame(root, path, stamp);
            else walkWanted |= WatchedName.of(root.agent(), relative(root, path)) != null;
        } catch (NoSuchFileException gone) {
            problems.ended(path);
            if (events.watches(path)) folderGone(path);
        } catch (IOException refused) {
            walkWanted = true;
        }
    }

    private void fileCame(WatchRoot root, Path path, Stamp stamp) {
        var relative = relative(root, path);
        var name = WatchedName.of(root.agent(), relative);
        if (name == null) return;
        lastEventAt = clock.millis();
        var found = new ArrayList<Backlog.Candidate>();
        found(found, root, path, relative, name, stamp);
        found.forEach(one -> urgent.add(one.file()));
    }

    private static String relative(WatchRoot root, Path path) {
        return root.root().relativize(path).toString().replace('\\', '/');
    }

    private void came(WatchRoot root, Path folder, Stamp stamp) {
        if (WatchedName.of(root.agent(), relative(root, folder)) != null) {
            walkWanted = true;
            return;
        }
        lastEventAt = clock.millis();
        var found = new ArrayList<Backlog.Candidate>();
        walkTo(found).below(root, folder, stamp);
        long bytes = found.stream().mapToLong(one -> one.file().size).sum();
        if (bytes > URGENT_BYTES_MAX) backlog.add(found);
        else Backlog.newestFirst(found).forEach(one -> urgent.add(one.file()));
    }
}
