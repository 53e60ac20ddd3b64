package dev.twinlog.store;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreReader.EventTime;
import dev.twinlog.store.StoreReader.FeedPage;
import dev.twinlog.store.StoreReader.SettledEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events by the order in which they were settled, which is that of their ids. For one read transaction.
final class FeedQuestion {
    private static final String COLUMNS = Rows.EVENT_COLUMNS + ", session, copy_id";
    private static final int SESSION = 10;
    private static final int COPY = 11;

    private final Sqlite sqlite;
    private final Bodies bodies;
    private final Map<Long, SessionId> sessions = new HashMap<>();

    /// Reads the body of an event that is long, later.
    interface Bodies {
        byte[] read(SessionId session, long id, Kind kind, String key);
    }

    FeedQuestion(Sqlite sqlite, Bodies bodies) {
        this.sqlite = sqlite;
        this.bodies = bodies;
    }

    FeedPage after(long id, @Nullable SessionId session, int limit) throws SQLException {
        long last = sqlite.number("SELECT last_event FROM progress", 0);
        var ref = session == null ? null : ref(session);
        if (session != null && ref == null) return new FeedPage(last, List.of(), false);
        var select = sqlite.prepare("SELECT " + COLUMNS + " FROM events WHERE id > ?1"
                + (ref == null ? "" : " AND session = ?3") + " ORDER BY id LIMIT ?2");
        select.setLong(1, id);
        select.setInt(2, limit);
        if (ref != null) select.setLong(3, ref);
        var page = page(select, limit);
        return page.more() ? page : new FeedPage(last, page.events(), false);
    }

    /// As many of the rows as a page holds.
    private FeedPage page(PreparedStatement select, int limit) throws SQLException {
        var events = new ArrayList<SettledEvent>();
        long bytes = 0;
        boolean more = false;
        try (var row = select.executeQuery()) {
            while (!more && row.next()) {
                var packed = Rows.packed(row);
                bytes += packed == null ? 0 : packed.length;
                more = bytes > FeedPage.BYTES_MAX && !events.isEmpty();
                if (!more) events.add(event(row, packed));
            }
        }
        return new FeedPage(
                events.isEmpty() ? 0 : events.getLast().event().id(),
                List.copyOf(events),
                more || events.size() == limit);
    }

    List<EventTime> latest(SessionId session, long upTo, int limit) throws SQLException {
        var ref = ref(session);
        if (ref == null) return List.of();
        var select = sqlite.prepare(
                "SELECT id, kind, at FROM events WHERE session = ?1 AND id <= ?2 ORDER BY at DESC, id DESC LIMIT ?3");
        select.setLong(1, ref);
        select.setLong(2, upTo);
        select.setInt(3, limit);
        return Rows.all(select, row -> new EventTime(row.getLong(1), Rows.kind(row.getInt(2)), row.getLong(3)))
                .reversed();
    }

    @Nullable
    String lastTurn(SessionId session) throws SQLException {
        var ref = ref(session);
        if (ref == null) return null;
        var select = sqlite.prepare(
                "SELECT status FROM events WHERE session = ?1 AND kind = ?2 ORDER BY at DESC, id DESC LIMIT 1");
        select.setLong(1, ref);
        select.setInt(2, Kind.TURN.ordinal());
        var statuses = Rows.all(select, row -> row.getString(1));
        return statuses.isEmpty() ? null : statuses.getFirst();
    }

    private @Nullable Long ref(SessionId session) throws SQLException {
        return new References(sqlite).find(session);
    }

    private SettledEvent event(ResultSet row, byte @Nullable [] packed) throws SQLException {
        var session = session(row.getLong(SESSION));
        var event = Rows.event(row, packed, (id, kind, key) -> bodies.read(session, id, kind, key));
        var own = new EventKey(session, event.kind(), event.key());
        long copy = row.getLong(COPY);
        var key = event.owned() || copy == 0 ? own : original(copy, own);
        return new SettledEvent(
                session, key, event, packed == null || BodyPacking.length(packed) > SettledEvent.LONG_BYTES);
    }

    private SessionId session(long ref) throws SQLException {
        var known = sessions.get(ref);
        if (known != null) return known;
        var select = sqlite.prepare("SELECT name, agent FROM sessions WHERE ref = ?");
        select.setLong(1, ref);
        var found = Rows.all(select, row -> Rows.sessionId(row, 1)).getFirst();
        sessions.put(ref, found);
        return found;
    }

    private EventKey original(long copy, EventKey own) throws SQLException {
        var select = sqlite.prepare("SELECT o.key, s.name, s.agent FROM events o JOIN sessions s ON s.ref = o.session"
                + " WHERE o.copy_id = ?1 AND o.copy_id <> 0 AND o.kind = ?2 AND o.owned = 1 LIMIT 1");
        select.setLong(1, copy);
        select.setInt(2, own.kind().ordinal());
        try (var row = select.executeQuery()) {
            return row.next() ? new EventKey(Rows.sessionId(row, 2), own.kind(), row.getString(1)) : own;
        }
    }
}
