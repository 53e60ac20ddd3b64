package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether a file is the user's or root's, and nobody else can change it or put another in its place.
///
/// @param user id of the user
record Ownership(int user) {
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0002;
    /// In such a folder only its owner removes a file.
    private static final int STICKY = 01000;

    /// The user is who owns a folder of ours.
    static Ownership of(Path folder) throws IOException {
        return new Ownership((int) Files.getAttribute(folder, "unix:uid"));
    }

    /// Why a file is not to be trusted; null: it is. All folders above it count: who can write into one can
    /// rename what is in it.
    ///
    /// @param real links followed
    @Nullable
    String distrust(Path real) throws IOException {
        var file = at(real);
        if (!ours(file.uid)) return real + " is owned by user " + file.uid;
        if ((file.mode & WRITABLE_BY_OTHERS) != 0) return real + " is writable by others";
        for (var folder = real.getParent(); folder != null; folder = folder.getParent()) {
            var why = distrustFolder(folder);
            if (why != null) return why;
        }
        return null;
    }

    /// Why what is directly in a folder may be replaced by others; null: it may not.
    @Nullable
    String distrustFolder(Path folder) throws IOException {
        var it = at(folder);
        if (!ours(it.uid)) return "the folder " + folder + " is owned by user " + it.uid;
        boolean open = (it.mode & WRITABLE_BY_OTHERS) != 0 && (it.mode & STICKY) == 0;
        return open ? "the folder " + folder + " is writable by others" : null;
    }

    private boolean ours(int uid) {
        return uid == user || uid == ROOT;
    }

    private record Inode(int uid, int mode) {}

    private static Inode at(Path path) throws IOException {
        int uid = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return new Inode(uid, (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
    }
}
