package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A disk that fills up, tears writes, fails to force, and counts what is asked of it.
final class FailingDisk implements Disk {
    private final Disk disk = new LocalDisk();
    final AtomicLong bytesRead = new AtomicLong();
    final AtomicInteger forces = new AtomicInteger();
    volatile long room = Long.MAX_VALUE;
    volatile int writeBytesMax = Integer.MAX_VALUE;
    volatile boolean forceFails;
    /// Forcing costs nothing: for simulations, whose kills spare what the system holds.
    volatile boolean forcesForFree;
    volatile boolean truncateFails;
    volatile boolean createFails;
    volatile Runnable beforeForce = () -> {};

    @Override
    public void folder(Path folder) throws IOException {
        disk.folder(folder);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        if (createFails) throw new IOException("No space left on device");
        return new FailingFile(disk.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new FailingFile(disk.open(file));
    }

    @Override
    public DiskFile openToRead(Path file) throws IOException {
        return new FailingFile(disk.openToRead(file));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void replace(Path file, Path target) throws IOException {
        disk.replace(file, target);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (!forcesForFree) disk.forceFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) {
        return Math.min(room, disk.freeBytes(folder));
    }

    private final class FailingFile implements DiskFile {
        private final DiskFile file;

        FailingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public Path path() {
            return file.path();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int write(ByteBuffer bytes, long at) throws IOException {
            int length = (int) Math.min(Math.min(bytes.remaining(), writeBytesMax), room);
            if (length <= 0) throw new IOException("No space left on device");
            int written = file.write(bytes.slice(bytes.position(), length), at);
            bytes.position(bytes.position() + written);
            room -= written;
            return written;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            int count = file.read(into, at);
            if (count > 0) bytesRead.addAndGet(count);
            return count;
        }

        @Override
        public void truncate(long size) throws IOException {
            if (truncateFails) throw new IOException("Input/output error");
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            beforeForce.run();
            forces.incrementAndGet();
            if (forceFails) throw new IOException("Input/output error");
            if (!forcesForFree) file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
