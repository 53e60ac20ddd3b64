package dev.twinlog.app.daemon;

import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.Journal;
import dev.twinlog.store.Batch.ChunkRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Captured pieces read again from the journal. One that is damaged there is passed over: the journal counts
/// it, the reading of its file tells that its bytes are lost.
record Pieces(Journal journal) {
    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final Comparator<ChunkRow> BY_PLACE =
            Comparator.comparingLong(ChunkRow::offset).thenComparingLong(ChunkRow::position);

    /// The bytes of a piece, or null when they are damaged.
    @Nullable
    FileChunkView read(ChunkRow piece) {
        try {
            return FileChunkView.of(journal.read(piece.position()).payload());
        } catch (CorruptRecordException e) {
            LOG.warn("{} bytes of a transcript are passed over: {}", piece.length(), e.getMessage());
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The pieces of a file by offset.
    ///
    /// @param stored  those that are committed
    /// @param pending those of all files that are not
    static List<ChunkRow> of(long file, List<ChunkRow> stored, List<ChunkRow> pending) {
        var all = new ArrayList<>(stored);
        for (var piece : pending) if (piece.file() == file) all.add(piece);
        if (all.size() > stored.size()) all.sort(BY_PLACE);
        return all;
    }
}
