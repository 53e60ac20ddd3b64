package dev.twinlog.store;

import dev.twinlog.model.Agent;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers from the files of an embedded store, over connections that cannot write.
final class EmbeddedReader implements StoreReader {
    /// Sessions named when a user's word fits several.
    static final int AMBIGUOUS_MAX = 100;

    private static final String AFTER_ALL_TEXT = Character.toString(Character.MAX_CODE_POINT);

    private final Path file;
    private final Path searchFile;
    private final ReadConnections store;
    private final ReadConnections search;
    private final Runnable damaged;

    /// @param damaged told when a question finds the search index damaged
    EmbeddedReader(Path file, Path searchFile, Runnable damaged) {
        this.damaged = damaged;
        this.file = file;
        this.searchFile = searchFile;
        this.store = new ReadConnections(file);
        this.search = new ReadConnections(searchFile);
    }

    /// The search index's file was replaced by another.
    void searchReplaced() {
        search.forget();
    }

    @Override
    public Progress progress() {
        long searched = Files.exists(searchFile)
                ? search.ask(sqlite -> sqlite.has("progress") ? sqlite.number("SELECT event FROM progress", 0) : 0L)
                : 0;
        return store.ask(sqlite -> new Progress(
                sqlite.number("SELECT position FROM progress", 0),
                sqlite.number("SELECT last_event FROM progress", 0),
                searched));
    }

    @Override
    public List<Batch.SessionRow> sessions(SessionFilter filter) {
        return store.ask(sqlite -> {
            var select = sqlite.prepare("SELECT " + Rows.SESSION_COLUMNS + " FROM sessions s WHERE s.told = 1"
                    + " AND (?1 IS NULL OR s.agent = ?1) AND (?2 IS NULL OR instr(s.project, ?2) > 0)"
                    + " AND s.ended_at >= ?3 AND s.started_at < ?4 ORDER BY s.ended_at DESC, s.name, s.agent LIMIT ?5");
            select.setObject(1, filter.agent() == null ? null : filter.agent().ordinal());
            select.setString(2, filter.project());
            select.setLong(3, filter.from());
            select.setLong(4, filter.to());
            select.setLong(5, filter.limit() == 0 ? -1 : filter.limit());
            return Rows.all(select, Rows::session);
        });
    }

    @Override
    public SessionMatch session(String wanted) {
        for (var agent : Agent.values()) {
            var prefix = agent.wire() + "/";
            if (wanted.startsWith(prefix)) return session(agent, wanted.substring(prefix.length()));
        }
        return session(null, wanted);
    }

    private SessionMatch session(@Nullable Agent agent, String name) {
        if (name.isEmpty()) return new SessionMatch.Unknown();
        return store.ask(sqlite -> {
            var exact = named(sqlite, "s.name = ?1", agent, name);
            var found = exact.isEmpty() ? named(sqlite, "s.name >= ?1 AND s.name < ?1 || ?3", agent, name) : exact;
            return switch (found.size()) {
                case 0 -> new SessionMatch.Unknown();
                case 1 -> new SessionMatch.Found(found.getFirst());
                default ->
                    new SessionMatch.Ambiguous(
                            found.stream().map(Batch.SessionRow::id).toList());
            };
        });
    }

    private static List<Batch.SessionRow> named(Sqlite sqlite, String where, @Nullable Agent agent, String name)
            throws SQLException {
        var select = sqlite.prepare("SELECT " + Rows.SESSION_COLUMNS + " FROM sessions s WHERE s.told = 1 AND " + where
                + " AND (?2 IS NULL OR s.agent = ?2) AND ?3 <> '' ORDER BY s.name LIMIT " + AMBIGUOUS_MAX);
        select.setString(1, name);
        select.setObject(2, agent == null ? null : agent.ordinal());
        select.setString(3, AFTER_ALL_TEXT);
        return Rows.all(select, Rows::session);
    }

    @Override
    public Optional<StoredNarrative> narrative(SessionId session) {
        return store.ask(sqlite -> {
            var row = new SettledRows(sqlite, new References(sqlite)).session(session);
            if (row == null) return Optional.empty();
            var select =
                    of(sqlite, session, "SELECT " + Rows.EVENT_COLUMNS + " FROM events WHERE session = (" + REF + ")");
            return Optional.of(new StoredNarrative(
                    row,
                    Rows.all(select, event -> Rows.event(event, (id, kind, key) -> body(session, id, kind, key))),
                    originals(sqlite, session)));
        });
    }

    /// An event that is settled anew meanwhile has another id, but the same key.
    private byte[] body(SessionId session, long id, Kind kind, String key) {
        return store.ask(sqlite -> {
            var select = of(
                    sqlite,
                    session,
                    "SELECT body FROM events WHERE id = ?3 UNION ALL SELECT body FROM events WHERE session = (" + REF
                            + ") AND kind = ?4 AND key = ?5 LIMIT 1");
            select.setLong(3, id);
            select.setInt(4, kind.ordinal());
            select.setString(5, key);
            try (var row = select.executeQuery()) {
                if (row.next()) return row.getBytes(1);
            }
            throw new StoreException("session " + session + " was settled anew while it was read: ask again");
        });
    }

    private static Map<Long, EventKey> originals(Sqlite sqlite, SessionId session) throws SQLException {
        var select = of(
                sqlite,
                session,
                "SELECT e.id, s.name, s.agent, o.kind, o.key FROM events e"
                        + " JOIN events o ON o.copy_id = e.copy_id AND o.kind = e.kind AND o.copy_id <> 0 AND o.owned = 1"
                        + " JOIN sessions s ON s.ref = o.session"
                        + " WHERE e.session = (" + REF + ") AND e.owned = 0");
        var originals = new HashMap<Long, EventKey>();
        try (var row = select.executeQuery()) {
            while (row.next())
                originals.put(
                        row.getLong(1),
                        new EventKey(Rows.sessionId(row, 2), Rows.kind(row.getInt(4)), row.getString(5)));
        }
        return originals;
    }

    @Override
    public List<Batch.FileRow> speakersOf(SessionId session) {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).speakersOf(session));
    }

    @Override
    public boolean telemetryExpired(SessionId session) {
        return store.ask(sqlite -> new TelemetryRows(sqlite, new References(sqlite)).expired(session) != null);
    }

    @Override
    public List<Long> telemetry(SessionId session) {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).telemetry(session));
    }

    @Override
    public List<Copy> copies(EventKey event) {
        return store.ask(sqlite -> {
            var select = of(
                    sqlite,
                    event.session(),
                    "SELECT s.name, s.agent, o.key, o.owned FROM events e"
                            + " JOIN events o ON o.copy_id = e.copy_id AND o.kind = e.kind AND o.copy_id <> 0"
                            + " JOIN sessions s ON s.ref = o.session"
                            + " WHERE e.session = (" + REF + ") AND e.kind = ?3 AND e.key = ?4"
                            + " ORDER BY s.name, s.agent, o.key");
            select.setInt(3, event.kind().ordinal());
            select.setString(4, event.id());
            return Rows.all(
                    select,
                    row -> new Copy(
                            new EventKey(Rows.sessionId(row, 1), event.kind(), row.getString(3)), row.getInt(4) == 1));
        });
    }

    private static final String REF = "SELECT ref FROM sessions WHERE name = ?1 AND agent = ?2";

    private static PreparedStatement of(Sqlite sqlite, SessionId session, String sql) throws SQLException {
        var select = sqlite.prepare(sql);
        select.setString(1, session.id());
        select.setInt(2, session.agent().ordinal());
        return select;
    }

    @Override
    public List<UsageCell> usageCells(UsageBy by, long from, long to) {
        return store.ask(sqlite -> UsageQuestion.ask(sqlite, by, from, to));
    }

    @Override
    public List<Gap> gaps(@Nullable SessionId session) {
        return store.ask(sqlite -> {
            var all = "SELECT " + Rows.GAP_COLUMNS + " FROM gaps g JOIN sessions s ON s.ref = g.session";
            var order = " ORDER BY g.since, s.name, g.kind, g.id";
            var select = session == null
                    ? sqlite.prepare(all + order)
                    : of(sqlite, session, all + " WHERE g.session = (" + REF + ")" + order);
            return Rows.all(select, Rows::gap);
        });
    }

    @Override
    public Map<SessionId, Long> openGaps(long now) {
        return store.ask(sqlite -> {
            var select = sqlite.prepare("SELECT s.name, s.agent, count(*) FROM gaps g JOIN sessions s"
                    + " ON s.ref = g.session WHERE g.state = " + Gap.State.OPEN.ordinal()
                    + " AND g.since <= ?1 GROUP BY g.session");
            select.setLong(1, now);
            var open = new HashMap<SessionId, Long>();
            try (var row = select.executeQuery()) {
                while (row.next()) open.put(Rows.sessionId(row, 1), row.getLong(3));
            }
            return open;
        });
    }

    @Override
    public Map<String, Long> counters() {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).counters());
    }

    @Override
    public Map<Batch.UnknownType, Long> unknown() {
        return store.ask(sqlite -> {
            var select = sqlite.prepare("SELECT agent, type, version, amount FROM unknown_types");
            var counts = new java.util.LinkedHashMap<Batch.UnknownType, Long>();
            try (var row = select.executeQuery()) {
                while (row.next())
                    counts.put(
                            new Batch.UnknownType(Rows.agent(row.getInt(1)), row.getString(2), row.getString(3)),
                            row.getLong(4));
            }
            return counts;
        });
    }

    @Override
    public List<Batch.DecisionRow> decisions(int most) {
        int limit = (int) Math.min(most, BatchWriter.DECISIONS_MAX); // packs are kept whole, so more may be there
        return store.ask(sqlite -> {
            var last = new ArrayList<Batch.DecisionRow>();
            var select = sqlite.prepare("SELECT amount, packed FROM decisions ORDER BY first DESC");
            try (var row = select.executeQuery()) {
                while (last.size() < limit && row.next())
                    last.addAll(
                            DecisionPack.unpack(row.getBytes(2), row.getInt(1)).reversed());
            }
            return List.copyOf(last.subList(0, Math.min(limit, last.size())));
        });
    }

    @Override
    public List<Batch.FileRow> files() {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).files(null));
    }

    @Override
    public Set<Long> expiredFiles() {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).expiredFiles());
    }

    @Override
    public List<Batch.FileRow> files(SessionId session) {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).files(session));
    }

    @Override
    public List<Batch.ChunkRow> chunks(long chunked) {
        return store.ask(sqlite -> new SettledRows(sqlite, new References(sqlite)).chunks(chunked));
    }

    @Override
    public void search(SearchQuery query, int limit, Consumer<SearchHit> hits) {
        if (query.terms().isEmpty() || !Files.exists(searchFile)) return;
        try {
            search.ask(index -> store.ask(events -> new SearchQuestion(query, limit, hits).ask(index, events)));
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            damaged.run();
            throw new StoreDamagedException(searchFile, e);
        } catch (StoreDamagedException e) {
            if (e.isOf(searchFile)) damaged.run();
            throw e;
        }
    }

    @Override
    public FeedPage settledAfter(long id, @Nullable SessionId session, int limit) {
        return store.ask(sqlite -> new FeedQuestion(sqlite, this::body).after(id, session, limit));
    }

    @Override
    public List<EventTime> latest(SessionId session, long upTo, int limit) {
        return store.ask(sqlite -> new FeedQuestion(sqlite, this::body).latest(session, upTo, limit));
    }

    @Override
    public @Nullable String lastTurn(SessionId session) {
        return store.ask(sqlite -> new Noted(new FeedQuestion(sqlite, this::body).lastTurn(session)))
                .value();
    }

    @Override
    public @Nullable String note(String name) {
        return store.ask(sqlite -> new Noted(new SettledRows(sqlite, new References(sqlite)).note(name)))
                .value();
    }

    private record Noted(@Nullable String value) {}

    @Override
    public Map<String, Long> space() {
        var space = new TreeMap<String, Long>();
        for (var database : List.of(file, searchFile)) {
            for (var part : List.of("", "-wal")) {
                var path = database.resolveSibling(database.getFileName() + part);
                try {
                    if (Files.exists(path)) space.put(path.getFileName().toString(), Files.size(path));
                } catch (IOException e) {
                    throw new StoreException("cannot tell the size of " + path, e);
                }
            }
        }
        return space;
    }

    @Override
    public void close() {
        search.close();
        store.close();
    }
}
