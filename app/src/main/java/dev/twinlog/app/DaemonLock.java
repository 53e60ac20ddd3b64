package dev.twinlog.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to write into a data folder. The operating system holds it for the process and lets go when
/// that ends, in whatever way, so a lock is never left behind. The file's content names the holder, for
/// messages and to know the place on record that the holder wrote ({@link DaemonPlace}).
public final class DaemonLock implements AutoCloseable {
    /// The lock files that this process holds. The system lets go of all that a process holds on a file as
    /// soon as any of its channels to it is closed, so a held file must not be opened a second time.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final String FILE = "lock";
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Path file;
    private final FileChannel channel;

    private DaemonLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws Refusal naming the holder when another process, or another part of this one, has it
    public static DaemonLock take(Path dataFolder) throws Refusal, IOException {
        var file = fileOf(dataFolder);
        if (!HELD.add(file)) throw refusal(dataFolder, me());
        DaemonLock taken = null;
        try {
            taken = taken(file);
        } finally {
            if (taken == null) HELD.remove(file);
        }
        if (taken == null) throw refusal(dataFolder, named(file));
        return taken;
    }

    private static @Nullable DaemonLock taken(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (Files.getFileStore(file).supportsFileAttributeView("posix"))
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try {
            if (locked(channel)) {
                writeHolder(channel);
                return new DaemonLock(file, channel);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static Refusal refusal(Path dataFolder, Holder holder) {
        return new Refusal(
                Refusal.Reason.UNABLE,
                holder + " works on " + dataFolder
                        + " already: stop it first, or use another folder with TWINLOG_HOME");
    }

    /// Tries more than once, since a command that looks whether a daemon runs holds a shared lock for a moment.
    private static boolean locked(FileChannel channel) throws IOException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            if (channel.tryLock() != null) return true;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return channel.tryLock() != null;
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    }

    /// Who holds the lock of a data folder; empty when nobody does.
    public static Optional<Holder> holder(Path dataFolder) throws IOException {
        if (!Files.exists(dataFolder.resolve(FILE))) return Optional.empty();
        var file = fileOf(dataFolder);
        if (HELD.contains(file)) return Optional.of(me());
        synchronized (HELD) {
            return otherHolder(file);
        }
    }

    /// For one thread at a time: to Java, two that look at once are in each other's way as if one held it.
    private static Optional<Holder> otherHolder(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null ? Optional.of(named(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.of(me());
        }
    }

    /// One name for the file, whatever links lead to its folder.
    private static Path fileOf(Path dataFolder) throws IOException {
        return dataFolder.toRealPath().resolve(FILE);
    }

    private static Holder me() {
        return new Holder(ProcessHandle.current().pid());
    }

    private static Holder named(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        var isPid = !text.isEmpty() && text.length() < 19 && text.chars().allMatch(Character::isDigit);
        return new Holder(isPid ? Long.parseLong(text) : 0);
    }

    /// A process that holds the lock.
    ///
    /// @param pid 0: not known
    public record Holder(long pid) {
        /// The holder in words.
        @Override
        public String toString() {
            return pid == 0 ? "another Twinlog" : "another Twinlog (process " + pid + ")";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
