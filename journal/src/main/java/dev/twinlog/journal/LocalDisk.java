package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The disk of this machine, by file channels. On a system without POSIX permissions files get the folder's.
final class LocalDisk implements Disk {
    /// Reads and writes go to the system in pieces of at most this size: the runtime keeps a native buffer
    /// as large as the largest piece for each thread.
    static final int PIECE_BYTES_MAX = 256 * 1024;

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    @Override
    public void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        try {
            Files.createDirectories(folder, permissions(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("the journal's folder " + folder + " is a file; move it away", e);
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new LocalFile(file, FileChannel.open(file, options, permissions(file, "rw-------")), WRITE);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new LocalFile(file, FileChannel.open(file, WRITE), WRITE);
    }

    @Override
    public DiskFile openToRead(Path file) throws IOException {
        return new LocalFile(file, FileChannel.open(file, READ), READ);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void replace(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (!posix(folder)) return; // Windows cannot open a folder, and has no need to
        try (var names = new LocalFile(folder, FileChannel.open(folder, READ), READ)) {
            names.uninterrupted(open -> {
                open.force(true);
                return open;
            });
        }
    }

    @Override
    public long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1; // asked only to explain another error
        }
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        if (!posix(file)) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// A file whose channel is opened again when an interrupt closed it: the runtime closes a channel for
    /// everyone when one of its users is interrupted, and the journal must outlive a cancelled request.
    private static final class LocalFile implements DiskFile {
        private final Path path;
        private final Set<OpenOption> options;
        private volatile FileChannel channel;
        private volatile boolean closed;

        LocalFile(Path path, FileChannel channel, Set<OpenOption> options) {
            this.path = path;
            this.channel = channel;
            this.options = options;
        }

        private interface Use<T> {
            T of(FileChannel channel) throws IOException;
        }

        private <T> T uninterrupted(Use<T> use) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    var current = channel;
                    try {
                        return use.of(current);
                    } catch (ClosedChannelException e) {
                        if (closed) throw e;
                        interrupted |= Thread.interrupted();
                        reopen(current);
                    }
                }
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
        }

        private synchronized void reopen(FileChannel shut) throws IOException {
            if (channel == shut && !closed) channel = FileChannel.open(path, options);
        }

        @Override
        public Path path() {
            return path;
        }

        @Override
        public long size() throws IOException {
            return uninterrupted(FileChannel::size);
        }

        @Override
        public int write(ByteBuffer bytes, long at) throws IOException {
            int length = Math.min(bytes.remaining(), PIECE_BYTES_MAX);
            int written = uninterrupted(open -> open.write(bytes.slice(bytes.position(), length), at));
            bytes.position(bytes.position() + written);
            return written;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            int length = Math.min(into.remaining(), PIECE_BYTES_MAX);
            int count = uninterrupted(open -> open.read(into.slice(into.position(), length), at));
            if (count > 0) into.position(into.position() + count);
            return count;
        }

        @Override
        public void truncate(long size) throws IOException {
            uninterrupted(open -> open.truncate(size));
        }

        @Override
        public void force() throws IOException {
            uninterrupted(open -> {
                open.force(false);
                return open;
            });
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            channel.close();
        }
    }
}
