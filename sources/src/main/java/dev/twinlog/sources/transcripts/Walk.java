package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Walks folders for files to capture, and has each folder watched before it is listed, so that nothing
/// falls between.
///
/// Links are not walked: one that stays inside the roots leads to what is found at its own place anyway, one
/// that leaves them is a problem. So no loop of links can hold a walk.
final class Walk {
    /// Is given each file found.
    interface Finder {
        void found(WatchRoot root, Path path, String relative, WatchedName name, Stamp stamp);
    }

    private final Disk disk;
    private final FolderEvents events;
    private final Roots roots;
    private final Problems problems;
    private final InstantSource clock;
    private final int depthMax;
    private final Finder finder;
    private final List<Path> unlisted = new ArrayList<>();
    private final ArrayDeque<Folder> open = new ArrayDeque<>();

    /// @param relative the path under the root with a `/` at its end, empty for the root itself
    private record Folder(Path path, String relative, int depth, Stamp stamp) {}

    Walk(
            Disk disk,
            FolderEvents events,
            Roots roots,
            Problems problems,
            InstantSource clock,
            int depthMax,
            Finder finder) {
        this.disk = disk;
        this.events = events;
        this.roots = roots;
        this.problems = problems;
        this.clock = clock;
        this.depthMax = depthMax;
        this.finder = finder;
    }

    /// Walks a folder at or below a root.
    void below(WatchRoot root, Path folder, Stamp stamp) {
        int depth = folder.getNameCount() - root.root().getNameCount();
        var relative = depth == 0 ? "" : slashed(root.root().relativize(folder)) + "/";
        open.add(new Folder(folder, relative, depth, stamp));
        while (!open.isEmpty()) list(root, open.removeLast());
    }

    private static String slashed(Path relative) {
        var separator = relative.getFileSystem().getSeparator();
        return separator.equals("/") ? relative.toString() : relative.toString().replace(separator, "/");
    }

    /// Whether a path lies in a folder that could not be listed: nothing is known of it then.
    boolean unknown(Path path) {
        return unlisted.stream().anyMatch(path::startsWith);
    }

    private void list(WatchRoot root, Folder folder) {
        var unwatched = events.watch(folder.path(), folder.stamp());
        try (var entries = disk.list(folder.path())) {
            for (var entry : entries) look(root, folder, entry);
            if (unwatched == null) problems.ended(folder.path());
            else problems.note(folder.path(), Problem.Kind.NOT_WATCHED, unwatched, clock.millis());
        } catch (NoSuchFileException gone) {
            events.forget(folder.path());
        } catch (IOException refused) {
            unreadable(root, folder, refused);
        } catch (DirectoryIteratorException refused) {
            var cause = refused.getCause();
            unreadable(root, folder, cause == null ? new IOException(refused) : cause);
        }
    }

    private void unreadable(WatchRoot root, Folder folder, IOException refused) {
        unlisted.add(folder.path());
        note(folder.path(), Problem.Kind.FOLDER_UNREADABLE, IoWords.of(refused));
        if (folder.depth() == 0) roots.unreadable(root, IoWords.of(refused));
    }

    private void look(WatchRoot root, Folder in, Path entry) {
        var relative = in.relative() + entry.getFileName();
        var name = WatchedName.of(root.agent(), relative);
        try {
            var stamp = disk.stamp(entry);
            switch (stamp.type()) {
                case FILE -> {
                    if (name != null) finder.found(root, entry, relative, name, stamp);
                }
                case FOLDER -> {
                    if (name != null) note(entry, Problem.Kind.FOLDER_NAMED_LIKE_A_FILE, "is a folder");
                    else descend(in, entry, relative, stamp);
                }
                case LINK -> link(entry, name != null);
                case OTHER -> {
                    if (name != null) note(entry, Problem.Kind.NOT_A_REGULAR_FILE, "is a pipe, socket or device");
                }
            }
        } catch (NoSuchFileException gone) {
            problems.ended(entry);
        } catch (IOException refused) {
            if (name != null) note(entry, Problem.Kind.FILE_UNREADABLE, IoWords.of(refused));
        }
    }

    private void descend(Folder from, Path folder, String relative, Stamp stamp) {
        if (roots.isRoot(folder)) return;
        if (from.depth() >= depthMax) note(folder, Problem.Kind.TOO_DEEP, "lies " + (depthMax + 1) + " folders deep");
        else open.add(new Folder(folder, relative + "/", from.depth() + 1, stamp));
    }

    private void link(Path link, boolean named) throws IOException {
        try {
            var real = disk.real(link);
            boolean leaves = !roots.holds(real);
            if (leaves && (named || disk.target(link).type() == Stamp.Type.FOLDER))
                note(link, Problem.Kind.LINK_LEAVES_THE_ROOTS, "leads out of the watched folders, to " + real);
            else problems.ended(link);
        } catch (IOException broken) {
            if (named) note(link, Problem.Kind.LINK_BROKEN, IoWords.of(broken));
        }
    }

    private void note(Path path, Problem.Kind kind, String reason) {
        problems.note(path, kind, reason, clock.millis());
    }
}
