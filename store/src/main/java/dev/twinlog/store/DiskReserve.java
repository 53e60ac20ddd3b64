package dev.twinlog.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Watches the free space of a folder's disk, and holds a file there that can be given up when the disk is
/// full. Asked each second; safe for several threads.
public final class DiskReserve {
    static final String FILE = "reserve";
    private static final int PIECE_BYTES = 1 << 20;

    private final Path file;
    private final DiskFloor floor;
    private final LongSupplier free;
    private final AtomicLong releases = new AtomicLong();
    private volatile boolean below;

    /// @param free the bytes that this user may still write
    public DiskReserve(Path folder, DiskFloor floor, LongSupplier free) {
        this.file = folder.resolve(FILE);
        this.floor = floor;
        this.free = free;
    }

    /// The reserve of a folder by its real disk.
    public static DiskReserve of(Path folder, DiskFloor floor) {
        PrivateFiles.folder(folder);
        try {
            // Found once: to find it all mounts are read. It asks the disk of the folder anew each time.
            var disk = Files.getFileStore(folder);
            return new DiskReserve(folder, floor, () -> usable(disk, folder));
        } catch (IOException e) {
            throw untold(folder, e);
        }
    }

    private static long usable(FileStore disk, Path folder) {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            throw untold(folder, e);
        }
    }

    private static StoreException untold(Path folder, IOException e) {
        return new StoreException("cannot tell the free space of " + folder, e);
    }

    /// Looks at the disk, gives the reserve up or takes it again; whether the disk is below the floor.
    public synchronized boolean check() {
        boolean held = held();
        var decision = floor.decide(free.getAsLong(), below, held);
        below = decision.below();
        if (!decision.holdReserve()) release();
        else if (!held) take();
        return below;
    }

    /// A write found the disk full: gives the reserve up at once. Intake stops until {@link #check} finds
    /// space again.
    public synchronized void full() {
        below = true;
        release();
    }

    /// Whether the disk was below the floor when last looked at. Never waits for the disk.
    public boolean below() {
        return below;
    }

    /// What is missing: where, how much is free now, and how much must be.
    public synchronized String shortage() {
        return file.getParent() + " has " + free.getAsLong() + " bytes free, and needs "
                + (floor.floorBytes() + floor.reserveBytes());
    }

    /// How often the reserve was given up since the start.
    public long releases() {
        return releases.get();
    }

    private boolean held() {
        return Files.exists(file);
    }

    private void release() {
        try {
            if (Files.deleteIfExists(file)) releases.incrementAndGet();
        } catch (IOException e) {
            throw new StoreException("cannot give up the reserve " + file + "; delete it by hand", e);
        }
    }

    /// Writes the file with bytes that no file system can leave out. A disk that has no space for it gets none.
    private void take() {
        var noise = new byte[PIECE_BYTES];
        new Random(1).nextBytes(noise);
        var fresh = file.resolveSibling(FILE + ".new");
        PrivateFiles.file(fresh);
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            for (long left = floor.reserveBytes(); left > 0; ) {
                var piece = ByteBuffer.wrap(noise, 0, (int) Math.min(left, PIECE_BYTES));
                while (piece.hasRemaining()) left -= channel.write(piece);
            }
            Files.move(fresh, file);
        } catch (IOException e) {
            below = true;
            deleteQuietly(fresh, e);
        }
    }

    private static void deleteQuietly(Path fresh, IOException because) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            because.addSuppressed(e);
            throw new StoreException("cannot make the reserve " + fresh, because);
        }
    }
}
