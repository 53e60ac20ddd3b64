package dev.twinlog.store;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Store.CopyHolder;
import dev.twinlog.store.Store.StoredEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows that the settler reads back. Sessions are found by their remembered numbers.
final class SettledRows {
    static final String EXPIRED = "SELECT f.key FROM files f WHERE f.captured > 0"
            + " AND NOT EXISTS (SELECT 1 FROM chunks c WHERE c.file = f.key)";

    private final Sqlite sqlite;
    private final References references;

    SettledRows(Sqlite sqlite, References references) {
        this.sqlite = sqlite;
        this.references = references;
    }

    List<StoredEvent> events(SessionId session) throws SQLException {
        var select =
                of(session, "SELECT id, kind, key, owned, copy_id FROM events WHERE session = ? ORDER BY kind, key");
        if (select == null) return List.of();
        return Rows.all(
                select,
                row -> new StoredEvent(
                        row.getLong(1),
                        Rows.kind(row.getInt(2)),
                        row.getString(3),
                        row.getInt(4) == 1,
                        row.getLong(5)));
    }

    byte @Nullable [] body(long event) throws SQLException {
        var select = sqlite.prepare("SELECT body FROM events WHERE id = ?");
        select.setLong(1, event);
        try (var row = select.executeQuery()) {
            return row.next() ? BodyPacking.unpack(row.getBytes(1)) : null;
        }
    }

    List<Batch.FileRow> files(@Nullable SessionId session) throws SQLException {
        var all = "SELECT " + Rows.FILE_COLUMNS + " FROM files f JOIN sessions s ON s.ref = f.session";
        var select = session == null
                ? sqlite.prepare(all + " ORDER BY f.key")
                : of(session, all + " WHERE f.session = ? ORDER BY f.key");
        return select == null ? List.of() : Rows.all(select, Rows::file);
    }

    List<Batch.FileRow> speakersOf(SessionId session) throws SQLException {
        var ref = references.find(session);
        if (ref == null) return List.of();
        var select = sqlite.prepare(
                "SELECT " + Rows.FILE_COLUMNS + " FROM files f JOIN sessions s ON s.ref = f.session"
                        + " WHERE f.session = ?1 OR f.key IN (SELECT file FROM file_sessions WHERE session = ?1) ORDER BY f.key");
        select.setLong(1, ref);
        return Rows.all(select, Rows::file);
    }

    List<Batch.ChunkRow> chunks(long file) throws SQLException {
        var select = sqlite.prepare(
                "SELECT file, start, length, position FROM chunks WHERE file = ? ORDER BY start, position");
        select.setLong(1, file);
        return Rows.all(select, Rows::chunk);
    }

    List<Long> telemetry(SessionId session) throws SQLException {
        var select = of(session, "SELECT position FROM telemetry WHERE session = ? ORDER BY position");
        return select == null ? List.of() : Rows.all(select, row -> row.getLong(1));
    }

    Set<Long> telemetryBefore(long position) throws SQLException {
        var select = sqlite.prepare("SELECT DISTINCT position FROM telemetry WHERE position < ?");
        select.setLong(1, position);
        return new HashSet<>(Rows.all(select, row -> row.getLong(1)));
    }

    Set<Long> expiredFiles() throws SQLException {
        return new TreeSet<>(Rows.all(sqlite.prepare(EXPIRED), row -> row.getLong(1)));
    }

    Set<SessionId> sealed() throws SQLException {
        var select = sqlite.prepare("SELECT s.name, s.agent FROM sessions s WHERE s.told = 1 AND (s.ref IN ("
                + "SELECT session FROM files WHERE key IN (" + EXPIRED + ") UNION "
                + "SELECT session FROM file_sessions WHERE file IN (" + EXPIRED + ") UNION " + TelemetryRows.SEALED
                + ") OR " + LostPieces.IS_KEPT + ")");
        return new TreeSet<>(Rows.all(select, row -> Rows.sessionId(row, 1)));
    }

    Set<SessionId> kept() throws SQLException {
        var select =
                sqlite.prepare("SELECT s.name, s.agent FROM sessions s WHERE s.told = 1 AND " + LostPieces.IS_KEPT);
        return new TreeSet<>(Rows.all(select, row -> Rows.sessionId(row, 1)));
    }

    List<CopyHolder> holders(Collection<Long> copyIds, SessionId except) throws SQLException {
        var ref = references.find(except);
        var select = sqlite.prepare("SELECT e.copy_id, s.name, s.agent, e.id, e.owned FROM events e"
                + " JOIN sessions s ON s.ref = e.session WHERE e.copy_id = ? AND e.copy_id <> 0 AND e.session <> ?");
        var holders = new ArrayList<CopyHolder>();
        for (var copyId : copyIds) {
            select.setLong(1, copyId);
            select.setLong(2, ref == null ? -1 : ref);
            holders.addAll(Rows.all(
                    select,
                    row -> new CopyHolder(row.getLong(1), Rows.sessionId(row, 2), row.getLong(4), row.getInt(5) == 1)));
        }
        return holders;
    }

    List<byte[]> recordIndex(SessionId session) throws SQLException {
        var select = of(session, "SELECT pairs FROM record_index WHERE session = ? ORDER BY id");
        return select == null ? List.of() : Rows.all(select, row -> row.getBytes(1));
    }

    Batch.@Nullable SessionRow session(SessionId id) throws SQLException {
        var select = of(id, "SELECT " + Rows.SESSION_COLUMNS + " FROM sessions s WHERE s.ref = ? AND s.told = 1");
        if (select == null) return null;
        try (var row = select.executeQuery()) {
            return row.next() ? Rows.session(row) : null;
        }
    }

    List<Gap> gaps(SessionId session) throws SQLException {
        var select = of(
                session,
                "SELECT " + Rows.GAP_COLUMNS
                        + " FROM gaps g JOIN sessions s ON s.ref = g.session WHERE g.session = ? ORDER BY g.kind, g.id");
        return select == null ? List.of() : Rows.all(select, Rows::gap);
    }

    Map<String, Long> counters() throws SQLException {
        var counters = new LinkedHashMap<String, Long>();
        try (var row = sqlite.prepare("SELECT name, amount FROM counters ORDER BY name")
                .executeQuery()) {
            while (row.next()) counters.put(row.getString(1), row.getLong(2));
        }
        return counters;
    }

    @Nullable
    String note(String name) throws SQLException {
        var select = sqlite.prepare("SELECT value FROM meta WHERE name = ?");
        select.setString(1, name);
        try (var row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /// A statement with the session's number set, or null when nothing names the session.
    private @Nullable PreparedStatement of(SessionId session, String sql) throws SQLException {
        var ref = references.find(session);
        if (ref == null) return null;
        var statement = sqlite.prepare(sql);
        statement.setLong(1, ref);
        return statement;
    }
}
