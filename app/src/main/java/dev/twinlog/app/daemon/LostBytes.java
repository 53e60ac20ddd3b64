package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.lines.Pieces;
import dev.twinlog.journal.Journal;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Captured bytes that a store was settled from and the journal no longer gives, since it is damaged
/// (docs/decisions/0011-raw-bytes.md).
///
/// @param pieces   the pieces that are damaged
/// @param lostFrom by file, where the first byte lies that no other piece gives
/// @param requests the requests of telemetry that are damaged, by their positions
/// @param where    segment and offset of the first of them; null when there is none
record LostBytes(
        List<ChunkRow> pieces,
        Map<Long, Long> lostFrom,
        SortedSet<Long> requests,
        @Nullable String where) {
    /// What to do about it; stands behind what is damaged.
    static final String ADVICE = "keep the store, and bring the segment back from a backup of the same length;"
            + " while the agent still has its file, `twinlog sync` captures it again";

    /// The same of telemetry, which nobody sends again.
    static final String REQUEST_ADVICE = "keep the store, and bring the segment back from a backup of the same length";

    static final LostBytes NONE = new LostBytes(List.of(), Map.of(), new TreeSet<>(), null);

    LostBytes {
        pieces = List.copyOf(pieces);
        lostFrom = Map.copyOf(lostFrom);
        requests = Collections.unmodifiableSortedSet(new TreeSet<>(requests));
    }

    boolean none() {
        return lostFrom.isEmpty() && requests.isEmpty();
    }

    /// As the store asks for it.
    EmbeddedStore.Lost lost() {
        return new EmbeddedStore.Lost(lostFrom, requests);
    }

    /// Compares the store of a folder with what the whole journal was settled to.
    static LostBytes between(Path known, Path settledIn, StoreReader settled, Journal journal) throws IOException {
        var pieces = new Pieces(journal);
        var lost = new ArrayList<ChunkRow>();
        var from = new TreeMap<Long, Long>();
        String where = null;
        for (var piece : EmbeddedStore.lost(known, settledIn)) {
            var damage = pieces.damage(piece);
            var hole = damage == null ? OptionalLong.empty() : hole(piece, settled.chunks(piece.file()));
            if (hole.isEmpty()) continue;
            lost.add(piece);
            from.merge(piece.file(), hole.getAsLong(), Math::min);
            if (where == null) where = damage;
        }
        var requests = requests(EmbeddedStore.lostRequests(known, settledIn), journal);
        if (where == null && !requests.isEmpty()) where = requests.firstEntry().getValue();
        return new LostBytes(lost, from, requests.navigableKeySet(), where);
    }

    /// Those that cannot be read, and why. Another version of the readers may find nothing in one that can.
    private static TreeMap<Long, String> requests(List<Long> missing, Journal journal) throws IOException {
        var read = new Requests(journal, (signal, request, position, out) -> {});
        var damaged = new TreeMap<Long, String>();
        for (var position : missing) {
            var damage = read.damage(position);
            if (damage != null) damaged.put(position, damage);
        }
        return damaged;
    }

    /// The first byte of a piece that no other piece has.
    ///
    /// @param others by offset
    static OptionalLong hole(ChunkRow piece, List<ChunkRow> others) {
        long at = piece.offset();
        for (var other : others) if (other.offset() <= at) at = Math.max(at, other.offset() + other.length());
        return at < piece.offset() + piece.length() ? OptionalLong.of(at) : OptionalLong.empty();
    }

    /// What is said of it in one line.
    ///
    /// @param sessions how many sessions it was told of
    String text(int sessions) {
        return "raw bytes of " + sessions + (sessions == 1 ? " session are" : " sessions are")
                + " damaged in the journal, so what is stored of them is kept as it is: " + where + "; "
                + (lostFrom.isEmpty() ? REQUEST_ADVICE : ADVICE);
    }
}
