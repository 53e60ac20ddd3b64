package dev.twinlog.app.daemon.lines;

import dev.twinlog.model.Agent;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The files that are being read, those read last kept at hand; another is made anew and brought to where it was. For
/// the settling thread only.
public final class Readings {
    /// Readings of files kept at hand.
    static final int KEPT_MAX = 512;
    /// What waits in them for more of their files, a line begun or a document, takes no more than this
    /// together, but for the one that was read last.
    static final long WAITING_BYTES_MAX = LineAssembler.LINE_BYTES_MAX;

    private final Store store;
    private final Pieces pieces;
    private final Map<Agent, TranscriptReader> readers;
    private final LinkedHashMap<Long, Reading> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// None at first.
    ///
    /// @param store   which pieces of a file were taken before
    /// @param pieces  gives their bytes
    /// @param readers one for each agent whose files are read
    public Readings(Store store, Pieces pieces, Map<Agent, TranscriptReader> readers) {
        this.store = store;
        this.pieces = pieces;
        this.readers = readers;
    }

    /// A reading of a file from its beginning, or null when nobody reads such files.
    public static @Nullable Reading make(FileRow row, Map<Agent, TranscriptReader> readers) {
        var reader = readers.get(row.agent());
        return reader == null
                ? null
                : TranscriptPaths.of(row.agent(), row.path())
                        .map(file -> new Reading(file, row.key(), reader))
                        .orElse(null);
    }

    /// The reading of a file as far as its pieces go, or null when nobody reads such files.
    ///
    /// @param fresh   nothing of the file was taken before
    /// @param pending the pieces that were taken since the last commit
    public @Nullable Reading of(FileRow row, boolean fresh, List<ChunkRow> pending) {
        var known = kept.get(row.key());
        if (known != null) return known;
        makeRoom();
        var made = make(row, readers);
        if (made == null) return null;
        if (!fresh) resume(made, Pieces.of(row.key(), store.chunks(row.key()), pending));
        kept.put(row.key(), made);
        if (kept.size() > KEPT_MAX) kept.pollFirstEntry();
        return made;
    }

    private void resume(Reading made, List<ChunkRow> taken) {
        if (taken.isEmpty()) return;
        int from = Reading.resumeAt(made.file(), taken, pieces::read);
        made.resume(taken.get(from).offset());
        for (var piece : taken) made.knows(piece.offset() + piece.length());
        for (var piece : taken.subList(from, taken.size())) {
            var bytes = pieces.read(piece);
            if (bytes != null) made.pass(bytes, piece.position());
        }
    }

    /// Lets go of those that hold much: the journal has what they hold.
    private void makeRoom() {
        long waiting = kept.values().stream().mapToLong(Reading::waiting).sum();
        if (waiting > WAITING_BYTES_MAX) drop(reading -> reading.waiting() > 0);
    }

    /// Lets go of those that have no use any more.
    public void drop(Predicate<Reading> useless) {
        kept.values().removeIf(useless);
    }
}
