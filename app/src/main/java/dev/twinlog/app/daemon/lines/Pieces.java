package dev.twinlog.app.daemon.lines;

import dev.twinlog.app.daemon.facts.FileKeys;
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
///
/// @param journal that holds them
public record Pieces(Journal journal) {
    private static final Logger LOG = LoggerFactory.getLogger(Pieces.class);
    private static final Comparator<ChunkRow> BY_PLACE =
            Comparator.comparingLong(ChunkRow::offset).thenComparingLong(ChunkRow::position);

    /// The bytes of a piece, or null when they are damaged.
    public @Nullable FileChunkView read(ChunkRow piece) {
        try {
            return intact(piece);
        } catch (CorruptRecordException e) {
            LOG.warn("{} bytes of a transcript are passed over: {}", piece.length(), e.getMessage());
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Why the bytes of a piece cannot be had, with segment and offset; null when they can.
    public @Nullable String damage(ChunkRow piece) throws IOException {
        try {
            intact(piece);
            return null;
        } catch (CorruptRecordException e) {
            return e.getMessage();
        }
    }

    /// Where the journal lost its end another record may lie at the position of a piece by now.
    private FileChunkView intact(ChunkRow piece) throws IOException {
        long end = journal.end();
        if (piece.position() >= end)
            throw new CorruptRecordException(
                    "the record at position " + piece.position() + " is gone: the journal ends at " + end);
        var chunk = FileChunkView.of(journal.read(piece.position()).payload());
        if (FileKeys.of(chunk.file()) == piece.file()
                && chunk.offset() == piece.offset()
                && chunk.length() == piece.length()) return chunk;
        throw new CorruptRecordException("the record at position " + piece.position() + " is not the one settled");
    }

    /// The pieces of a file by offset.
    ///
    /// @param stored  those that are committed
    /// @param pending those of all files that are not
    public static List<ChunkRow> of(long file, List<ChunkRow> stored, List<ChunkRow> pending) {
        var all = new ArrayList<>(stored);
        for (var piece : pending) if (piece.file() == file) all.add(piece);
        if (all.size() > stored.size()) all.sort(BY_PLACE);
        return all;
    }
}
