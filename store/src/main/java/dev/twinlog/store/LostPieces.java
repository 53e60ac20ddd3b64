package dev.twinlog.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Captured pieces that a store knows and the journal no longer gives, and the sessions that are kept as they were
/// settled because of them.
final class LostPieces {
    private static final int CACHE_BYTES = 4 << 20;

    /// The note that a session is kept: its number stands behind.
    private static final String KEPT = "kept/";

    /// Which sessions are kept; `s` is the session.
    static final String IS_KEPT = "EXISTS (SELECT 1 FROM meta WHERE name = '" + KEPT + "' || s.ref)";

    /// Forgets which sessions are kept.
    static final String NONE_KEPT = "DELETE FROM meta WHERE name GLOB '" + KEPT + "*'";

    private static final String MISSING = "SELECT c.file, c.start, c.length, c.position FROM old.chunks c"
            + " WHERE NOT EXISTS (SELECT 1 FROM chunks n WHERE n.file = c.file AND n.start = c.start"
            + " AND n.position = c.position AND n.length = c.length)"
            + " AND NOT EXISTS (SELECT 1 FROM files f WHERE f.key = c.file AND f.captured > 0"
            + " AND NOT EXISTS (SELECT 1 FROM chunks n WHERE n.file = f.key))";

    private static final String MISSING_REQUESTS = "SELECT DISTINCT o.position FROM old.telemetry o"
            + " WHERE NOT EXISTS (SELECT 1 FROM telemetry n WHERE n.position = o.position) ORDER BY o.position";

    private static final String COPY_REQUEST = "INSERT OR IGNORE INTO telemetry SELECT s.ref, o.position"
            + " FROM old.telemetry o JOIN old.sessions k ON k.ref = o.session"
            + " JOIN sessions s ON s.name = k.name AND s.agent = k.agent WHERE o.position = ?";

    private LostPieces() {}

    /// The numbers of the sessions that files told of.
    ///
    /// @param schema the name of the database with a dot behind it
    /// @param file   what is asked of a file
    static String toldBy(String schema, String file) {
        return "SELECT ref FROM " + schema + "sessions WHERE told = 1 AND ref IN (SELECT session FROM " + schema
                + "files WHERE key " + file + " UNION SELECT session FROM " + schema + "file_sessions WHERE file "
                + file + ")";
    }

    /// The numbers of the sessions that requests of telemetry told of.
    ///
    /// @param schema  the name of the database with a dot behind it
    /// @param request what is asked of a request's position
    static String toldIn(String schema, String request) {
        return "SELECT ref FROM " + schema + "sessions WHERE told = 1 AND ref IN (SELECT session FROM " + schema
                + "telemetry WHERE position " + request + ")";
    }

    /// Notes that sessions are kept, which a question names by their numbers.
    static String keep(String sessions) {
        return "INSERT OR REPLACE INTO meta SELECT '" + KEPT + "' || ref, '' FROM (" + sessions + ")";
    }

    /// The pieces that a database has and another, settled from the whole journal, has not; those of files that have
    /// expired are not missed.
    static List<Batch.ChunkRow> between(Path known, Path settled) {
        try (var sqlite = Sqlite.reader(settled, CACHE_BYTES)) {
            attach(sqlite, known);
            return Rows.all(sqlite.prepare(MISSING), Rows::chunk);
        } catch (SQLException e) {
            throw Sqlite.failure(known, "compare", e);
        }
    }

    /// The requests of telemetry that a database has and another, settled from the whole journal, has not.
    static List<Long> requestsBetween(Path known, Path settled) {
        try (var sqlite = Sqlite.reader(settled, CACHE_BYTES)) {
            attach(sqlite, known);
            return Rows.all(sqlite.prepare(MISSING_REQUESTS), row -> row.getLong(1));
        } catch (SQLException e) {
            throw Sqlite.failure(known, "compare", e);
        }
    }

    /// Puts into a database what another knows of lost pieces and requests, so that they stay known as lost. A file of
    /// which no piece is left counts as not captured.
    static void copy(Path known, Path settled, Collection<Batch.ChunkRow> lost, Collection<Long> requests) {
        try (var sqlite = Sqlite.writer(settled, CACHE_BYTES)) {
            sqlite.endRead(); // nothing can be attached within a transaction
            attach(sqlite, known);
            sqlite.begin();
            for (var file : files(lost)) {
                change(
                        sqlite,
                        "INSERT OR IGNORE INTO files SELECT key, session, agent, root, path, device, inode, generation,"
                                + " generation_bytes, 0, first_seen, gone FROM old.files WHERE key = ?",
                        file);
                change(
                        sqlite,
                        "INSERT OR IGNORE INTO file_sessions SELECT * FROM old.file_sessions WHERE file = ?",
                        file);
            }
            for (var piece : lost) add(sqlite, piece);
            for (var request : requests) change(sqlite, COPY_REQUEST, request);
            sqlite.commit();
        } catch (SQLException e) {
            throw Sqlite.failure(settled, "note lost pieces in", e);
        }
    }

    private static void add(Sqlite sqlite, Batch.ChunkRow piece) throws SQLException {
        var insert = sqlite.prepare("INSERT OR IGNORE INTO chunks (file, start, position, length) VALUES (?, ?, ?, ?)");
        insert.setLong(1, piece.file());
        insert.setLong(2, piece.offset());
        insert.setLong(3, piece.position());
        insert.setInt(4, piece.length());
        insert.executeUpdate();
    }

    /// Keeps the sessions that what is lost told of, and no others, and has files captured again from where their first
    /// piece is lost.
    static void mark(Sqlite sqlite, EmbeddedStore.Lost lost) throws SQLException {
        sqlite.execute(NONE_KEPT);
        for (var request : lost.requests()) change(sqlite, keep(toldIn("", "= ?1")), request);
        for (var file : lost.from().entrySet()) {
            change(sqlite, keep(toldBy("", "= ?1")), file.getKey());
            var update = sqlite.prepare("UPDATE files SET captured = min(captured, ?) WHERE key = ?");
            update.setLong(1, file.getValue());
            update.setLong(2, file.getKey());
            update.executeUpdate();
        }
    }

    static Set<Long> files(Collection<Batch.ChunkRow> pieces) {
        var files = new TreeSet<Long>();
        for (var piece : pieces) files.add(piece.file());
        return files;
    }

    static void attach(Sqlite sqlite, Path old) throws SQLException {
        try (var attach = sqlite.prepare("ATTACH DATABASE ? AS old")) {
            attach.setString(1, old.toString());
            attach.execute();
        }
    }

    private static void change(Sqlite sqlite, String sql, long parameter) throws SQLException {
        var statement = sqlite.prepare(sql);
        statement.setLong(1, parameter);
        statement.executeUpdate();
    }
}
