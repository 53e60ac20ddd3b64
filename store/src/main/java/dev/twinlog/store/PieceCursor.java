package dev.twinlog.store;

import java.sql.SQLException;
import java.util.Arrays;

/// Goes through the tokens of a piece in order, from the first or from where a token is or would be.
final class PieceCursor {
    private final Sqlite sqlite;
    private final IndexPieces.Piece piece;
    private Postings postings = new Postings();
    private long nextBlock;
    private byte[] block = {};
    private int at;

    PieceCursor(Sqlite sqlite, IndexPieces.Piece piece) {
        this.sqlite = sqlite;
        this.piece = piece;
        this.nextBlock = piece.from();
    }

    /// The token that it is at.
    Postings postings() {
        return postings;
    }

    /// The token that it is at, for the caller to keep.
    Postings take() {
        var taken = postings;
        postings = new Postings();
        return taken;
    }

    /// Goes to the next token; false when there is none.
    boolean next() throws SQLException {
        if (at == block.length) {
            if (nextBlock == piece.to()) return false;
            block = column("block", nextBlock++);
            at = 0;
        }
        at = postings.read(block, at);
        return true;
    }

    /// Goes to the least token that is not less than this one; false when there is none.
    boolean seek(byte[] token) throws SQLException {
        long low = piece.from();
        long high = piece.to();
        while (low < high) {
            long middle = low + high >>> 1;
            if (Arrays.compareUnsigned(column("first", middle), token) <= 0) low = middle + 1;
            else high = middle;
        }
        nextBlock = Math.max(piece.from(), low - 1);
        at = block.length;
        while (next()) if (postings.compareToken(token) >= 0) return true;
        return false;
    }

    private byte[] column(String name, long id) throws SQLException {
        var select = sqlite.prepare("SELECT " + name + " FROM blocks WHERE id = ?");
        select.setLong(1, id);
        try (var row = select.executeQuery()) {
            if (!row.next()) throw new SQLException("block " + id + " is missing");
            var bytes = row.getBytes(1);
            return bytes == null ? new byte[0] : bytes;
        }
    }
}
