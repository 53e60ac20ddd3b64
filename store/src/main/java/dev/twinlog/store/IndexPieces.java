package dev.twinlog.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The written pieces of the index: each has its tokens in order, in blocks that are found by their first
/// token. Pieces are written once; when several small ones have come together they are made into one, so
/// that a question looks into few.
final class IndexPieces {
    /// So many neighbouring pieces of about one size, or smaller, become one.
    static final int FAN = 8;
    /// A block is closed when it is longer than this.
    static final int BLOCK_BYTES = 4000;

    private static final long SMALLEST_TIER_BYTES = 64 << 10;

    private final Sqlite sqlite;

    IndexPieces(Sqlite sqlite) {
        this.sqlite = sqlite;
    }

    /// @param from the id of its first block
    /// @param to   the id after its last block
    record Piece(long id, long from, long to, long bytes) {
        int tier() {
            int tier = 0;
            for (long size = SMALLEST_TIER_BYTES; size < bytes; size *= FAN) tier++;
            return tier;
        }
    }

    static void make(Sqlite sqlite) throws SQLException {
        sqlite.execute("CREATE TABLE pieces (id INTEGER PRIMARY KEY, from_block INTEGER NOT NULL,"
                + " to_block INTEGER NOT NULL, bytes INTEGER NOT NULL)");
        sqlite.execute("CREATE TABLE blocks (id INTEGER PRIMARY KEY, first BLOB NOT NULL, block BLOB NOT NULL)");
    }

    /// All pieces, those with the least event ids first.
    static List<Piece> all(Sqlite sqlite) throws SQLException {
        return new ArrayList<>(Rows.all(
                sqlite.prepare("SELECT id, from_block, to_block, bytes FROM pieces ORDER BY id"),
                row -> new Piece(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))));
    }

    /// Writes what was collected as a new piece.
    void add(PostingsBuffer collected) throws SQLException {
        if (collected.isEmpty()) return;
        var writer = new Writer();
        collected.drain(writer::add);
        writer.end(nextId("pieces"));
        merge();
    }

    private long nextId(String table) throws SQLException {
        return sqlite.number("SELECT max(id) FROM " + table, 0) + 1;
    }

    /// Makes one of the last pieces while the last ones up to some size are many: always neighbours, so that
    /// the ids of one are all greater than those of the one before.
    private void merge() throws SQLException {
        var pieces = all(sqlite);
        for (int tier = 0; tier <= maxTier(pieces); tier++) {
            int from = pieces.size();
            while (from > 0 && pieces.get(from - 1).tier() <= tier) from--;
            if (pieces.size() - from < FAN) continue;
            merge(pieces.subList(from, pieces.size()));
            pieces = all(sqlite);
        }
    }

    private static int maxTier(List<Piece> pieces) {
        return pieces.stream().mapToInt(Piece::tier).max().orElse(0);
    }

    private void merge(List<Piece> pieces) throws SQLException {
        var cursors = new ArrayList<PieceCursor>();
        for (var piece : pieces) {
            var cursor = new PieceCursor(sqlite, piece);
            if (cursor.next()) cursors.add(cursor);
        }
        var writer = new Writer();
        while (!cursors.isEmpty()) writer.add(least(cursors));
        for (var piece : pieces) {
            sqlite.execute("DELETE FROM blocks WHERE id >= " + piece.from() + " AND id < " + piece.to());
            sqlite.execute("DELETE FROM pieces WHERE id = " + piece.id());
        }
        writer.end(pieces.getFirst().id());
    }

    /// The least token of all cursors with its ids in all of them; those cursors go on.
    private static Postings least(List<PieceCursor> cursors) throws SQLException {
        var least = cursors.getFirst();
        for (var cursor : cursors) if (cursor.postings().compareToken(least.postings()) < 0) least = cursor;
        var token = least.postings().token();
        var whole = new Postings();
        boolean first = true;
        for (int i = 0; i < cursors.size(); ) {
            var cursor = cursors.get(i);
            if (cursor.postings().compareToken(token) != 0) {
                i++;
                continue;
            }
            if (first) whole = cursor.take();
            else whole.append(cursor.postings());
            first = false;
            if (cursor.next()) i++;
            else cursors.remove(i);
        }
        return whole;
    }

    /// Writes a piece block by block.
    private final class Writer {
        private final long from = nextId("blocks");
        private long next = from;
        private byte[] block = new byte[2 * BLOCK_BYTES];
        private int length;
        private byte[] first = {};
        private long bytes;

        private Writer() throws SQLException {}

        void add(Postings postings) throws SQLException {
            if (length == 0) first = postings.token();
            int needed = length + postings.bytesMax();
            if (needed > block.length) block = Arrays.copyOf(block, 2 * needed);
            length = postings.write(block, length);
            if (length >= BLOCK_BYTES) close();
        }

        private void close() throws SQLException {
            var insert = sqlite.prepare("INSERT INTO blocks VALUES (?, ?, ?)");
            insert.setLong(1, next++);
            insert.setBytes(2, first);
            insert.setBytes(3, Arrays.copyOf(block, length));
            insert.executeUpdate();
            bytes += length;
            length = 0;
        }

        void end(long piece) throws SQLException {
            if (length > 0) close();
            var insert = sqlite.prepare("INSERT INTO pieces VALUES (?, ?, ?, ?)");
            insert.setLong(1, piece);
            insert.setLong(2, from);
            insert.setLong(3, next);
            insert.setLong(4, bytes);
            insert.executeUpdate();
        }
    }
}
