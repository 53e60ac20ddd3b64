package dev.twinlog.app.daemon;

import dev.twinlog.journal.Journal;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Making a store anew from the whole journal, in a folder beside the old one.
///
/// @param ending whether the process is to end: then what is half made is given up
record Remaking(Places places, Journal journal, BooleanSupplier ending) {
    /// How long it waits for the index before it looks whether the process is to end.
    private static final Duration SEARCHED_PATIENCE = Duration.ofMillis(500);

    /// Settles everything into a new store; the old one is not touched.
    ///
    /// @return how many bytes of the journal it is settled up to
    long make() throws IOException {
        places.clear(places.newStore());
        try (var fresh = EmbeddedStore.open(places.newStore())) {
            long end = journal.end();
            settle(fresh, end);
            giveUpWhenEnding();
            while (!fresh.search().await(fresh.lastEventId(), SEARCHED_PATIENCE)) giveUpWhenEnding();
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
                giveUpWhenEnding();
                settler.take(record);
                if (settler.isFull()) settler.commit();
            }
        }
        settler.commit();
    }

    /// @throws IOException when the process is to end
    void giveUpWhenEnding() throws IOException {
        if (ending.getAsBoolean()) throw new IOException("Twinlog is stopping");
    }
}
