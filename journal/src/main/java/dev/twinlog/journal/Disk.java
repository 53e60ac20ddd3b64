package dev.twinlog.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The few things that a journal asks of a disk, so that a test can put a failing disk in its place.
interface Disk {
    /// Makes a folder, with its parents, that only its owner may enter.
    void folder(Path folder) throws IOException;

    /// Makes a new file that only its owner may read; fails when it exists.
    DiskFile create(Path file) throws IOException;

    /// Opens a file to read and write it.
    DiskFile open(Path file) throws IOException;

    /// Opens a file to read it.
    DiskFile openToRead(Path file) throws IOException;

    /// The files of a folder, sorted by name.
    List<Path> list(Path folder) throws IOException;

    /// Deletes a file if it is there.
    void delete(Path file) throws IOException;

    /// Puts a file in the place of another, at once.
    void replace(Path file, Path target) throws IOException;

    /// Returns when the names in a folder are on disk.
    void forceFolder(Path folder) throws IOException;

    /// Bytes that this user may still write, or -1 when that is not known.
    long freeBytes(Path folder);

    /// An open file; offsets are bytes from its start. Safe for use by many threads.
    interface DiskFile extends Closeable {
        Path path();

        long size() throws IOException;

        /// Writes some of the bytes that remain, and returns how many.
        int write(ByteBuffer bytes, long at) throws IOException;

        /// Reads some bytes, and returns how many; -1 at the end.
        int read(ByteBuffer into, long at) throws IOException;

        void truncate(long size) throws IOException;

        /// Returns when the bytes written are on disk.
        void force() throws IOException;

        /// Writes all bytes, over as many writes as it takes.
        default void writeFully(ByteBuffer bytes, long at) throws IOException {
            while (bytes.hasRemaining()) at += write(bytes, at);
        }

        /// Reads until `into` is full or the file ends, and returns how many bytes were read.
        default int readFully(ByteBuffer into, long at) throws IOException {
            int total = 0;
            while (into.hasRemaining()) {
                int count = read(into, at + total);
                if (count < 0) break;
                total += count;
            }
            return total;
        }
    }
}
