package dev.twinlog.app.daemon;

import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Store;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The note in the store of where in the journal the first piece lies that has expired and is not swept yet. It is made
/// before the piece is forgotten, so that no crash leaves raw bytes that nobody knows of.
final class Unswept {
    private static final String NOTE = "unswept";

    private Unswept() {}

    /// Notes that these pieces have expired.
    static void note(Store store, List<ChunkRow> pieces) {
        var first = pieces.stream().mapToLong(ChunkRow::position).min();
        if (first.isEmpty()) return;
        var known = from(store.note(NOTE));
        if (known.isEmpty() || first.getAsLong() < known.getAsLong())
            store.note(NOTE, Long.toString(first.getAsLong()));
    }

    /// Where sweeping begins; empty when there is nothing to sweep.
    static OptionalLong from(Store store) {
        return from(store.note(NOTE));
    }

    private static OptionalLong from(@Nullable String note) {
        return note == null || note.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(note));
    }

    /// Everything that had expired is swept.
    static void clear(Store store) {
        store.note(NOTE, "");
    }
}
