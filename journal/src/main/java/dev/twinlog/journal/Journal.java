package dev.twinlog.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An append-only log of raw records, in one total order. Positions only grow, also over restarts, and stay
/// valid when a segment is sealed. Safe for use by many threads.
public interface Journal extends AutoCloseable {
    /// Appends a record and returns its position. The record can be read at once, but is not durable until
    /// {@link #force}.
    ///
    /// @throws IOException when the disk refuses; then nothing of the record is in the journal
    long append(RecordClass kind, byte[] payload) throws IOException;

    /// Returns when every record that begins before `position` is on disk. Threads that wait together share
    /// one fsync.
    ///
    /// @throws IOException when the disk refuses; nothing may then be acknowledged
    void force(long position) throws IOException;

    /// The position that the next record will get.
    long end();

    /// Every record that begins before this position is on disk.
    long forced();

    /// The record at a position that `append` returned or a cursor gave.
    ///
    /// @throws CorruptRecordException when its bytes are damaged or it has expired, naming segment and offset
    JournalRecord read(long position) throws IOException;

    /// A reader from a position on. Damaged records are skipped and counted, never fatal.
    Cursor cursor(long from) throws IOException;

    /// Makes cursors that wait for a record return without one, so that their threads can look around.
    void wake();

    /// Bytes on disk by class, and in all.
    Map<RecordClass, Space> space();

    /// What opening found and mended: a torn tail that was cut, damaged records that were skipped.
    Repair repair();

    @Override
    void close() throws IOException;

    /// @param records how many records
    /// @param rawBytes their size as appended
    /// @param diskBytes their size on disk
    record Space(long records, long rawBytes, long diskBytes) {}

    /// @param tornBytes      bytes cut from the tail when the journal was opened
    /// @param corruptRecords damaged records met so far
    /// @param lastCorrupt    segment and offset of the last of them, or null
    record Repair(
            long tornBytes, long corruptRecords, @Nullable String lastCorrupt) {}

    /// Reads on in the order of the journal. For one thread.
    interface Cursor extends AutoCloseable {
        /// The next record, or null when none is there yet.
        @Nullable
        JournalRecord next() throws IOException;

        /// The next record, waiting for one to be appended; null when none came in time.
        @Nullable
        JournalRecord await(Duration patience) throws IOException, InterruptedException;

        /// The position that the next call will read at.
        long position();

        @Override
        void close();
    }
}
