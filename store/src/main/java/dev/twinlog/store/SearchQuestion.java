package dev.twinlog.store;

import dev.twinlog.store.StoreReader.SearchHit;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/// The question for events by their text: the index names candidates, the latest first; each is looked up in
/// the store, which knows whether it still stands and is owned, and in its text, which knows whether the
/// words stand together.
final class SearchQuestion {
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
        var candidates = new Candidates(index, query).ids();
        var order = EventTimes.of(index, candidates);
        var ids = candidates.toLongArray();
        invert(order);
        invert(ids);
        LongArrays.radixSort(order, ids);
        for (int i = 0; i < ids.length && found < limit; i++) lookUp(events, ~ids[i]);
        return found;
    }

    /// The greatest becomes the least, without overflow: what sorts last comes first.
    private static void invert(long[] numbers) {
        for (int i = 0; i < numbers.length; i++) numbers[i] = ~numbers[i];
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
