package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A name of a Unix socket that the system takes: its own, or, when that is too long, that of a symbolic
/// link in a temporary folder, which is gone when this is closed.
final class ReachablePath implements AutoCloseable {
    /// Of a path: 104 bytes with the end on macOS, 108 on Linux.
    static final int PATH_BYTES_MAX = 103;

    private final Path path;
    private final @Nullable Path folder;

    private ReachablePath(Path path, @Nullable Path folder) {
        this.path = path;
        this.folder = folder;
    }

    /// @throws IOException when the temporary folder's path is too long as well
    static ReachablePath of(Path socket) throws IOException {
        if (fits(socket)) return new ReachablePath(socket, null);
        var folder = Files.createTempDirectory("twinlog");
        var link = folder.resolve("s");
        if (!fits(link)) {
            Files.delete(folder);
            throw new IOException("the path of the socket " + socket + " is too long for the system ("
                    + PATH_BYTES_MAX + " bytes), and so is that of the temporary folder " + folder
                    + ": set java.io.tmpdir to a folder with a shorter path");
        }
        Files.createSymbolicLink(link, socket.toAbsolutePath());
        return new ReachablePath(link, folder);
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (folder == null) return;
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
    }
}
