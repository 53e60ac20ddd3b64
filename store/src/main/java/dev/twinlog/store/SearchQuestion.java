package dev.twinlog.store;

import dev.twinlog.store.StoreReader.SearchHit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/// The question for events by their text: the index names candidates, the latest first; each is looked up in the store,
/// which knows whether it still stands and is owned, and in its text, which knows whether the words stand together.
final class SearchQuestion {
    private static final String CANDIDATES = "SELECT t.event FROM texts x CROSS JOIN times t ON t.event = x.rowid"
            + " WHERE x.texts MATCH ? ORDER BY t.at DESC, t.event DESC";
    private static final String EVENT = "SELECT s.name, s.agent, e.kind, e.key, e.at, e.body FROM events e"
            + " JOIN sessions s ON s.ref = e.session WHERE e.id = ? AND e.owned = 1";

    private final SearchQuery query;
    private final SearchFinder finder;
    private final long limit;
    private final Consumer<SearchHit> hits;
    private long found;

    SearchQuestion(SearchQuery query, int limit, Consumer<SearchHit> hits) {
        this.query = query;
        this.finder = new SearchFinder(query);
        this.limit = limit == 0 ? Long.MAX_VALUE : limit;
        this.hits = hits;
    }

    /// Hands over the hits; how many.
    long ask(Sqlite index, Sqlite events) throws SQLException {
        var candidates = index.prepare(CANDIDATES);
        candidates.setString(1, query.match());
        try (var row = candidates.executeQuery()) {
            while (found < limit && row.next()) lookUp(events, row.getLong(1));
        }
        return found;
    }

    private void lookUp(Sqlite events, long candidate) throws SQLException {
        var select = events.prepare(EVENT);
        select.setLong(1, candidate);
        try (var row = select.executeQuery()) {
            if (row.next()) look(row);
        }
    }

    private void look(ResultSet row) throws SQLException {
        var match = finder.in(SearchText.ofBody(BodyPacking.unpack(row.getBytes(6))));
        if (match == null) return;
        found++;
        hits.accept(new SearchHit(
                Rows.sessionId(row, 1),
                Rows.kind(row.getInt(3)),
                row.getString(4),
                row.getLong(5),
                match.text(),
                match.start(),
                match.end()));
    }
}
