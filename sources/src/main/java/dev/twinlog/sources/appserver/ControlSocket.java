package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The place where the user's own Codex serves: `app-server-control/app-server-control.sock` in its home.
/// Codex 0.169 makes it a symbolic link to a socket in `codex-daemon-UID` in the temporary folder, where
/// others may write: so what it leads to is looked at before it is trusted.
final class ControlSocket {
    /// The type of a file, in its mode.
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private final Path home;
    private final Path folder;
    private final Path path;
    private final Ownership ownership;

    private ControlSocket(Path home, Ownership ownership) {
        this.home = home;
        this.folder = home.resolve("app-server-control");
        this.path = folder.resolve("app-server-control.sock");
        this.ownership = ownership;
    }

    /// @param codexHome of the user's Codex
    /// @param ownership who may have made it
    static ControlSocket of(Path codexHome, Ownership ownership) {
        return new ControlSocket(codexHome, ownership);
    }

    Path path() {
        return path;
    }

    /// What is there now.
    Look look() {
        if (hasNoFolder()) return new Look.Absent();
        try {
            var real = path.toRealPath();
            int mode = (int) Files.getAttribute(real, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & TYPE) != SOCKET) return refused(real + " is no socket");
            var distrust = ownership.distrust(real);
            if (distrust != null) return refused(distrust);
            var file = Files.readAttributes(real, "unix:ino,dev,ctime", LinkOption.NOFOLLOW_LINKS);
            return new Look.There(real, file.get("dev") + ":" + file.get("ino") + ":" + file.get("ctime"));
        } catch (NoSuchFileException e) {
            return new Look.Absent();
        } catch (IOException | UnsupportedOperationException e) {
            return refused("it cannot be looked at: " + e);
        }
    }

    /// Whether it is plain that there can be none: told without an exception, since it is asked each second. A home
    /// that may not be searched is another matter.
    private boolean hasNoFolder() {
        return !Files.exists(folder) && Files.isExecutable(home);
    }

    private Look.Refused refused(String why) {
        return new Look.Refused("Codex' control socket " + path + " is not connected to: " + why
                + ". Codex makes it anew when it is removed");
    }

    sealed interface Look {
        record Absent() implements Look {}

        /// A socket; whether somebody answers is not known.
        ///
        /// @param path     to connect to
        /// @param identity another one when another server has put its socket there
        record There(Path path, String identity) implements Look {}

        /// Something that is not connected to: of another user, no socket, or not reachable.
        ///
        /// @param why what, where, what to do
        record Refused(String why) implements Look {}
    }
}
