package dev.twinlog.store;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The events that have all tokens of a query, anywhere in them.
final class Candidates {
    private final Sqlite sqlite;
    private final List<Wanted> wanted;

    /// @param open whether the token may go on
    private record Wanted(byte[] token, boolean open) {}

    Candidates(Sqlite sqlite, SearchQuery query) {
        this.sqlite = sqlite;
        var tokens = new ArrayList<Wanted>();
        for (var term : query.terms()) {
            for (int i = 0; i < term.tokens().size(); i++) {
                boolean open = term.prefix() && i == term.tokens().size() - 1;
                tokens.add(new Wanted(term.tokens().get(i).getBytes(StandardCharsets.UTF_8), open));
            }
        }
        // long tokens are rare ones: often they settle that a piece has nothing before a common one is read
        tokens.sort(Comparator.comparingInt((Wanted token) -> -token.token().length));
        this.wanted = List.copyOf(tokens);
    }

    /// Their ids, ascending: each event is in one piece, and pieces follow each other.
    LongArrayList ids() throws SQLException {
        var ids = new LongArrayList();
        for (var piece : IndexPieces.all(sqlite)) ids.addAll(in(piece));
        return ids;
    }

    private LongArrayList in(IndexPieces.Piece piece) throws SQLException {
        LongArrayList all = null;
        for (var token : wanted) {
            var having = having(piece, token);
            all = all == null ? having : both(all, having);
            if (all.isEmpty()) break;
        }
        return all == null ? new LongArrayList() : all;
    }

    private LongArrayList having(IndexPieces.Piece piece, Wanted token) throws SQLException {
        var ids = new LongArrayList();
        var cursor = new PieceCursor(sqlite, piece);
        boolean more = cursor.seek(token.token());
        if (!token.open()) {
            if (more && cursor.postings().compareToken(token.token()) == 0)
                cursor.postings().addIdsTo(ids);
            return ids;
        }
        for (; more && cursor.postings().startsWith(token.token()); more = cursor.next())
            cursor.postings().addIdsTo(ids);
        return once(ids);
    }

    private static LongArrayList once(LongArrayList ids) {
        var sorted = ids.toLongArray();
        LongArrays.radixSort(sorted);
        var once = new LongArrayList(sorted.length);
        for (long id : sorted) if (once.isEmpty() || once.getLong(once.size() - 1) != id) once.add(id);
        return once;
    }

    private static LongArrayList both(LongArrayList one, LongArrayList other) {
        var both = new LongArrayList();
        int at = 0;
        for (int i = 0; i < one.size() && at < other.size(); i++) {
            long id = one.getLong(i);
            while (at < other.size() && other.getLong(at) < id) at++;
            if (at < other.size() && other.getLong(at) == id) both.add(id);
        }
        return both;
    }
}
