package dev.twinlog.app.daemon;

import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.FileRow;

/// Captured files as the store keeps them.
final class FileRows {
    private FileRows() {}

    /// A file of which nothing is captured yet.
    static FileRow of(long key, SessionId session, FileId file, long at) {
        return new FileRow(
                key,
                session,
                file.agent(),
                file.root(),
                file.path(),
                file.device(),
                file.inode(),
                file.generation(),
                file.generationBytes(),
                0,
                at,
                false);
    }

    /// The file with one more piece.
    static FileRow captured(FileRow row, FileChunkView chunk) {
        long end = chunk.offset() + chunk.length();
        long captured = chunk.offset() <= row.captured() ? Math.max(row.captured(), end) : row.captured();
        return with(row, captured, false);
    }

    static FileRow with(FileRow row, long captured, boolean gone) {
        return new FileRow(
                row.key(),
                row.session(),
                row.agent(),
                row.root(),
                row.path(),
                row.device(),
                row.inode(),
                row.generation(),
                row.generationBytes(),
                captured,
                row.firstSeen(),
                gone);
    }

    static FileId id(FileRow row) {
        return new FileId(
                row.agent(),
                row.root(),
                row.path(),
                row.device(),
                row.inode(),
                row.generation(),
                row.generationBytes());
    }
}
