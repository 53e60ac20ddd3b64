package dev.twinlog.sources.appserver;

import java.nio.file.Path;

/// The place where the user's own Codex serves: `app-server-control/app-server-control.sock` in its home, a symbolic
/// link to a socket in the temporary folder.
final class ControlSocket {
    private final Path path;

    private ControlSocket(Path path) {
        this.path = path;
    }

    /// @param codexHome of the user's Codex
    static ControlSocket of(Path codexHome) {
        return new ControlSocket(codexHome.resolve("app-server-control").resolve("app-server-control.sock"));
    }

    Path path() {
        return path;
    }

    /// What is there now.
    Look look() {
        throw new UnsupportedOperationException();
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
