package dev.twinlog.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The right to write in a data folder: one process at a time. The operating system gives it back when the
/// process ends,
/// however it ends, so that a lock never has to be removed by hand. Beside `daemon.lock`, which is only
/// locked, the holder
/// keeps `daemon.json` for those who look for it.
public final class StoreLock implements AutoCloseable {
    static final String LOCK = "daemon.lock";
    static final String INFO = "daemon.json";

    /// Tries, since somebody who only looks whether the lock is free holds it for a moment.
    private static final int TRIES = 10;
    private static final long BETWEEN_TRIES_MILLIS = 20;

    /// The folders locked by this process. POSIX locks belong to the process, and closing any channel of the
    /// file gives them up: this is the process-wide state that guards against it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /// Takes the lock of a folder, making the folder when it does not exist.
    ///
    /// @throws StoreException naming the process that holds it
    public static StoreLock take(Path folder, Path tokenFile) {
        PrivateFiles.folder(folder);
        var real = real(folder);
        if (!HELD.add(real)) throw held(real);
        try {
            var taken = tryHard(real);
            if (taken == null) throw held(real);
            taken.publish(new DaemonInfo(ProcessHandle.current().pid(), null, tokenFile));
            return taken;
        } catch (RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new StoreException("cannot use the folder " + folder, e);
        }
    }

    private static @Nullable StoreLock tryHard(Path folder) {
        for (int i = 0; i < TRIES; i++) {
            var taken = tryOnce(folder);
            if (taken != null) return taken;
            try {
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    private static @Nullable StoreLock tryOnce(Path folder) {
        var file = folder.resolve(LOCK);
        PrivateFiles.file(file);
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock != null) return new StoreLock(folder, channel, lock);
            channel.close();
            return null;
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new StoreException("cannot lock " + file, e);
        }
    }

    private static StoreException held(Path folder) {
        var holder = read(folder);
        var who = holder == null ? "another process" : "process " + holder.pid();
        return new StoreException("Twinlog already runs on " + folder + " (" + who
                + "); stop that one, or give this one a TWINLOG_HOME of its own");
    }

    /// Tells others how to reach this process.
    public void publish(DaemonInfo info) {
        var file = folder.resolve(INFO);
        var fresh = folder.resolve(INFO + ".new");
        try {
            PrivateFiles.file(fresh);
            Files.writeString(fresh, info.toJson());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreException("cannot write " + file, e);
        }
    }

    /// Who holds the lock of a folder now, or nothing when it is free.
    public static Optional<DaemonInfo> holder(Path folder) {
        var info = read(folder);
        if (info == null || !alive(info.pid())) return Optional.empty();
        var real = real(folder);
        if (HELD.contains(real)) return Optional.of(info);
        var free = tryOnce(real);
        if (free == null) return Optional.of(info);
        free.release();
        return Optional.empty();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static @Nullable DaemonInfo read(Path folder) {
        try {
            return DaemonInfo.ofJson(Files.readString(folder.resolve(INFO)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new StoreException("cannot read " + folder.resolve(INFO), e);
        }
    }

    /// Gives the lock back, and takes the info away.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve(INFO));
        } catch (IOException e) {
            throw new StoreException("cannot remove " + folder.resolve(INFO), e);
        } finally {
            release();
            HELD.remove(folder);
        }
    }

    private void release() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new StoreException("cannot unlock " + folder.resolve(LOCK), e);
        }
    }
}
