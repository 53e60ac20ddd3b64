package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.time.Duration;

/// Making a store anew from the whole journal, in a folder beside the old one.
record Remaking(Places places, Journal journal) {
    private static final Duration SEARCHED_PATIENCE = Duration.ofHours(1);

    /// Settles everything into a new store; the old one is not touched.
    ///
    /// @return how many bytes of the journal it is settled up to
    long make() throws IOException {
        places.clear(places.newStore());
        try (var fresh = EmbeddedStore.open(places.newStore())) {
            long end = journal.end();
            settle(fresh, end);
            fresh.search().await(fresh.lastEventId(), SEARCHED_PATIENCE);
            return end;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Settles the journal up to a position into a store.
    void settle(EmbeddedStore into, long upTo) throws IOException {
        var settler = new Settler(into, journal, Engine::readers);
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null && record.position() < upTo; record = cursor.next()) {
                settler.take(record);
                if (settler.isFull()) settler.commit();
            }
        }
        settler.commit();
    }
}
