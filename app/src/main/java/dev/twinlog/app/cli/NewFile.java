package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.FileTrouble;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file that appears whole, readable by its owner alone, or not at all: it is written beside its place, forced to
/// disk and then put there.
final class NewFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final boolean replaces;
    private final Path draft;
    private final FileChannel channel;
    private final OutputStream out;

    private NewFile(Path file, boolean replaces, Path draft) throws IOException {
        this.file = file;
        this.replaces = replaces;
        this.draft = draft;
        var rights = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        channel = FileChannel.open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights);
        draft.toFile().deleteOnExit();
        out = new BufferedOutputStream(new Naming(Channels.newOutputStream(channel)), BUFFER_BYTES);
    }

    /// Begins to write.
    ///
    /// @param replaces whether a file that is there may be replaced; one that a link leads to is, not the link
    /// @throws Refusal when there is such a file and it may not, or nothing can be written there
    static NewFile at(String name, boolean replaces) throws Refusal {
        if (name.isBlank()) throw refusal("--to '" + name + "' names no file: name one, or leave --to out", null);
        try {
            var given = Path.of(name).toAbsolutePath().normalize();
            if (Files.isDirectory(given)) throw refusal(name + " is a folder: name a file in it", null);
            if (Files.exists(given) && !Files.isRegularFile(given))
                throw refusal(
                        name + " is a pipe, a socket or a device, which a file must not replace:"
                                + " name another file, or leave --to out and redirect the output",
                        null);
            var file = Files.exists(given) ? given.toRealPath() : given;
            refuseFileOnTheWay(name, file);
            if (!replaces && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) throw isThere(name);
            var draft = file.resolveSibling(
                    "." + file.getFileName() + "." + ProcessHandle.current().pid());
            return new NewFile(file, replaces, draft);
        } catch (NoSuchFileException e) {
            throw refusal("cannot write " + name + ": its folder is not there; make it, or name another file", e);
        } catch (IOException e) {
            throw refusal("cannot write " + name + ": " + FileTrouble.words(e), e);
        } catch (InvalidPathException e) {
            throw refusal("cannot write " + name + ": that is no name of a file here; name another", e);
        }
    }

    private static void refuseFileOnTheWay(String name, Path file) throws Refusal {
        for (var on = file.getParent(); on != null; on = on.getParent()) {
            if (Files.isDirectory(on)) return;
            if (Files.exists(on))
                throw refusal("cannot write " + name + ": " + on + " is no folder; name another file", null);
        }
    }

    private static Refusal isThere(String name) {
        return refusal(name + " is there already: name another file, or replace it with --force", null);
    }

    private static Refusal refusal(String message, @Nullable Exception cause) {
        return cause == null
                ? new Refusal(Refusal.Reason.UNABLE, message)
                : new Refusal(Refusal.Reason.UNABLE, message, cause);
    }

    OutputStream out() {
        return out;
    }

    Path path() {
        return file;
    }

    /// Puts what was written in its place.
    void keep() throws Refusal, IOException {
        out.flush();
        try {
            channel.force(true);
        } catch (IOException e) {
            throw named(e);
        }
        try {
            if (replaces) Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            else linkInPlace();
        } catch (FileAlreadyExistsException e) {
            throw isThere(file.toString());
        }
    }

    /// Says which file it is that cannot be written; a channel does not.
    private FileSystemException named(IOException trouble) {
        var named = new FileSystemException(file.toString(), null, trouble.getMessage());
        named.initCause(trouble);
        return named;
    }

    private final class Naming extends OutputStream {
        private final OutputStream to;

        private Naming(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] piece, int from, int count) throws IOException {
            try {
                to.write(piece, from, count);
            } catch (IOException e) {
                throw named(e);
            }
        }
    }

    /// A link is refused where a file has come to be meanwhile; a move would replace it.
    private void linkInPlace() throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }
}
