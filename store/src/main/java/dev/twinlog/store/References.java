package dev.twinlog.store;

import dev.twinlog.model.SessionId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The small numbers under which rows name sessions and models, with those in use remembered.
final class References {
    /// A model that is not told.
    static final long NO_MODEL = 0;
    /// More remembered sessions than this are forgotten and looked up again.
    static final int REMEMBERED_MAX = 200_000;

    private final Sqlite sqlite;
    private final Map<SessionId, Long> sessions = new HashMap<>();
    private final Map<String, Long> models = new HashMap<>();

    References(Sqlite sqlite) {
        this.sqlite = sqlite;
    }

    /// The number of a session, given now when it has none.
    long session(SessionId id) throws SQLException {
        var known = find(id);
        if (known != null) return known;
        var insert = sqlite.prepare("INSERT INTO sessions (name, agent) VALUES (?, ?) RETURNING ref");
        insert.setString(1, id.id());
        insert.setInt(2, id.agent().ordinal());
        return remember(id, single(insert));
    }

    /// The number of a session, or null when nothing names it.
    @Nullable
    Long find(SessionId id) throws SQLException {
        var known = sessions.get(id);
        if (known != null) return known;
        var select = sqlite.prepare("SELECT ref FROM sessions WHERE name = ? AND agent = ?");
        select.setString(1, id.id());
        select.setInt(2, id.agent().ordinal());
        try (var rows = select.executeQuery()) {
            return rows.next() ? remember(id, rows.getLong(1)) : null;
        }
    }

    private long remember(SessionId id, long ref) {
        if (sessions.size() >= REMEMBERED_MAX) sessions.clear();
        sessions.put(id, ref);
        return ref;
    }

    /// The number of a model, given now when it has none.
    long model(@Nullable String name) throws SQLException {
        if (name == null) return NO_MODEL;
        var known = models.get(name);
        if (known != null) return known;
        var insert = sqlite.prepare(
                "INSERT INTO models (name) VALUES (?) ON CONFLICT DO UPDATE SET name = excluded.name RETURNING ref");
        insert.setString(1, name);
        long ref = single(insert);
        models.put(name, ref);
        return ref;
    }

    private static long single(PreparedStatement insert) throws SQLException {
        try (var rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Forgets all: numbers given in a transaction that was taken back do not exist.
    void forget() {
        sessions.clear();
        models.clear();
    }
}
