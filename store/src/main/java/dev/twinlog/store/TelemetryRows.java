package dev.twinlog.store;

import dev.twinlog.model.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows of raw telemetry that was let go of, within the running transaction. It neither commits nor takes back.
final class TelemetryRows {
    /// The numbers of the sessions of which requests were let go of.
    static final String SEALED = "SELECT session FROM telemetry_expired";

    private static final String UNSWEPT = "INSERT OR IGNORE INTO telemetry_unswept SELECT t.position FROM telemetry t"
            + " WHERE t.session = ?1 AND t.position < ?2"
            + " AND NOT EXISTS (SELECT 1 FROM telemetry o WHERE o.position = t.position AND o.session <> ?1)";
    private static final String EXPIRED =
            "INSERT INTO telemetry_expired SELECT ref, ?2, prompts, messages, tool_calls FROM sessions WHERE ref = ?1"
                    + " ON CONFLICT DO UPDATE SET before = excluded.before, prompts = excluded.prompts,"
                    + " messages = excluded.messages, tool_calls = excluded.tool_calls WHERE excluded.before > before";

    private final Sqlite sqlite;
    private final References references;

    TelemetryRows(Sqlite sqlite, References references) {
        this.sqlite = sqlite;
        this.references = references;
    }

    Map<SessionId, Long> last() throws SQLException {
        var select = sqlite.prepare("SELECT s.name, s.agent, max(t.position) FROM telemetry t"
                + " JOIN sessions s ON s.ref = t.session GROUP BY t.session");
        var last = new TreeMap<SessionId, Long>();
        Rows.all(select, row -> last.put(Rows.sessionId(row, 1), row.getLong(3)));
        return last;
    }

    Map<SessionId, RawTelemetry.Expired> expired() throws SQLException {
        var select = sqlite.prepare("SELECT t.before, t.prompts, t.messages, t.tool_calls, s.name, s.agent"
                + " FROM telemetry_expired t JOIN sessions s ON s.ref = t.session");
        var expired = new TreeMap<SessionId, RawTelemetry.Expired>();
        Rows.all(select, row -> expired.put(Rows.sessionId(row, 5), expired(row)));
        return expired;
    }

    /// What was let go of of a session; null when nothing was.
    RawTelemetry.@Nullable Expired expired(SessionId session) throws SQLException {
        var ref = references.find(session);
        if (ref == null) return null;
        var select =
                sqlite.prepare("SELECT before, prompts, messages, tool_calls FROM telemetry_expired WHERE session = ?");
        select.setLong(1, ref);
        try (var row = select.executeQuery()) {
            return row.next() ? expired(row) : null;
        }
    }

    private static RawTelemetry.Expired expired(ResultSet row) throws SQLException {
        return new RawTelemetry.Expired(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    void expire(SessionId session, long before, Collection<RawTelemetry.Name> names) throws SQLException {
        long ref = references.session(session);
        letGo(ref, before);
        change(EXPIRED, ref, before);
        var insert = sqlite.prepare("INSERT OR IGNORE INTO sealed_names VALUES (?, ?, ?, ?)");
        for (var name : names) {
            insert.setLong(1, ref);
            insert.setInt(2, name.kind().ordinal());
            insert.setString(3, name.name());
            insert.setString(4, name.key());
            insert.executeUpdate();
        }
    }

    private void letGo(long session, long before) throws SQLException {
        change(UNSWEPT, session, before);
        change("DELETE FROM telemetry WHERE session = ? AND position < ?", session, before);
    }

    /// Forgets all of a session that is removed.
    void remove(long session) throws SQLException {
        letGo(session, Long.MAX_VALUE);
        change("DELETE FROM telemetry_expired WHERE session = ?", session);
        change("DELETE FROM sealed_names WHERE session = ?", session);
    }

    List<RawTelemetry.Name> names(SessionId session) throws SQLException {
        var ref = references.find(session);
        if (ref == null) return List.of();
        var select = sqlite.prepare("SELECT kind, name, key FROM sealed_names WHERE session = ? ORDER BY kind, name");
        select.setLong(1, ref);
        return Rows.all(
                select, row -> new RawTelemetry.Name(Rows.kind(row.getInt(1)), row.getString(2), row.getString(3)));
    }

    Set<Long> unswept() throws SQLException {
        var select = sqlite.prepare("SELECT u.position FROM telemetry_unswept u WHERE NOT EXISTS"
                + " (SELECT 1 FROM telemetry t WHERE t.position = u.position)");
        return new TreeSet<>(Rows.all(select, row -> row.getLong(1)));
    }

    void swept(Collection<Long> positions) throws SQLException {
        var delete = sqlite.prepare("DELETE FROM telemetry_unswept WHERE position = ?");
        for (var position : positions) {
            delete.setLong(1, position);
            delete.executeUpdate();
        }
    }

    void keep(SessionId session) throws SQLException {
        change(LostPieces.keep("SELECT ref FROM sessions WHERE ref = ?1"), references.session(session));
    }

    private void change(String sql, long... parameters) throws SQLException {
        PreparedStatement statement = sqlite.prepare(sql);
        for (int i = 0; i < parameters.length; i++) statement.setLong(i + 1, parameters[i]);
        statement.executeUpdate();
    }
}
