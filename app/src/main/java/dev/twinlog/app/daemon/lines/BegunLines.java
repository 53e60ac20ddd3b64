package dev.twinlog.app.daemon.lines;

import dev.twinlog.app.daemon.facts.FileKeys;
import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.Journal;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Lines that the journal has only the beginning of, found by going back over a file's settled pieces.
///
/// @param pieces gives the settled pieces of a file, by offset
record BegunLines(Journal journal, LongFunction<List<ChunkRow>> pieces) implements RedactingJournal.Begun {
    @Override
    public byte[] before(FileId file, long offset) throws IOException {
        var parts = new ArrayDeque<byte[]>();
        long at = offset;
        for (var piece : settled(file).reversed()) {
            if (piece.length() == 0 || piece.offset() + piece.length() != at) continue;
            var bytes = read(piece);
            if (bytes == null || bytes.redacted()) break;
            int line = lineStart(bytes);
            parts.addFirst(Arrays.copyOfRange(bytes.payload(), line, bytes.to()));
            if (line > bytes.from()) break;
            at = piece.offset();
        }
        var begun = new ByteArrayOutputStream();
        for (var part : parts) begun.write(part);
        return begun.toByteArray();
    }

    /// A store that cannot be asked now refuses the piece like a full disk: it is tried again.
    private List<ChunkRow> settled(FileId file) throws IOException {
        try {
            return pieces.apply(FileKeys.of(file));
        } catch (StoreException e) {
            throw new IOException("what was settled of " + file.path() + " is not known: " + e.getMessage(), e);
        }
    }

    private @Nullable FileChunkView read(ChunkRow piece) throws IOException {
        try {
            return FileChunkView.of(journal.read(piece.position()).payload());
        } catch (CorruptRecordException e) {
            return null;
        }
    }

    private static int lineStart(FileChunkView piece) {
        int at = piece.to();
        while (at > piece.from() && piece.payload()[at - 1] != '\n') at--;
        return at;
    }
}
