package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.feed.FeedEpoch;
import dev.twinlog.journal.Journal;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Making a store anew from the whole journal, in a folder beside the old one.
///
/// @param ending whether the process is to end: then what is half made is given up
record Remaking(Places places, Journal journal, AgentReaders.Making readers, BooleanSupplier ending) {
    /// How long it waits for the index before it looks whether the process is to end.
    private static final Duration SEARCHED_PATIENCE = Duration.ofMillis(500);

    /// Settles everything into a new store, which begins with what only the old one has: its sealed sessions. The old
    /// one is not touched.
    ///
    /// What it has and the journal no longer tells whole, since it is damaged, is taken over as well.
    ///
    /// @param known the journal position up to which the old one is settled; for {@link FeedEpoch}
    /// @return what was found lost, with how many sessions were kept because of it
    DamageNote make(long known) throws IOException {
        var lost = make(known, LostBytes.NONE);
        if (!lost.none()) {
            make(known, lost);
            EmbeddedStore.noteLost(places.store(), places.newStore(), lost.pieces(), lost.requests());
        }
        try (var fresh = EmbeddedStore.openWithoutSearch(places.newStore())) {
            var note = DamageNote.of(journal, lost, fresh.kept().size());
            note.write(fresh);
            return note;
        }
    }

    private LostBytes make(long known, LostBytes without) throws IOException {
        places.clear(places.newStore());
        var notCarried = carry(without);
        try (var fresh = EmbeddedStore.open(places.newStore())) {
            fresh.note(FeedEpoch.NOTE, "");
            settle(fresh, known);
            fresh.note(FeedEpoch.HERE, Long.toString(fresh.lastEventId()));
            settle(fresh, journal.end());
            checkCarried(notCarried, fresh);
            var lost = without.none() && notCarried == null ? lost(places.newStore(), fresh.reader()) : without;
            giveUpWhenEnding();
            if (without.none() && !lost.none()) return lost;
            while (!fresh.search().await(fresh.lastEventId(), SEARCHED_PATIENCE)) giveUpWhenEnding();
            return lost;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Why nothing could be taken over from the old store; null when it was, or there is none.
    private @Nullable StoreException carry(LostBytes lost) {
        if (!hasOld()) return null;
        try {
            EmbeddedStore.carry(places.store(), places.newStore(), lost.lost());
            return null;
        } catch (StoreException e) {
            return e;
        }
    }

    private boolean hasOld() {
        return Files.exists(places.store().resolve(EmbeddedStore.DATABASE));
    }

    /// What the store tells of and the journal does not, when it is settled as a whole into another.
    LostBytes lost(Path settledIn, StoreReader settled) throws IOException {
        return hasOld() ? LostBytes.between(places.store(), settledIn, settled, journal) : LostBytes.NONE;
    }

    private void checkCarried(@Nullable StoreException notCarried, EmbeddedStore fresh) throws IOException {
        if (notCarried == null) return;
        int files = fresh.expiredFiles().size();
        int sessions = fresh.rawTelemetry().expired().size();
        if (files == 0 && sessions == 0) return;
        throw new IOException(
                "the raw bytes of " + files + " files and the raw telemetry of " + sessions
                        + " sessions have expired, so what they told is in the old store alone, and that"
                        + " cannot be read: " + notCarried.getMessage() + "; to go on without it, move "
                        + places.store() + " away and rebuild again",
                notCarried);
    }

    /// Settles the journal up to a position into a store.
    void settle(EmbeddedStore into, long upTo) throws IOException {
        var heard = LastHeard.in(into);
        var settler = new Settler(into, journal, readers, heard);
        var heap = new HeapBound();
        try (var cursor = journal.cursor(settler.position())) {
            for (var record = cursor.next(); record != null && record.position() < upTo; record = cursor.next()) {
                giveUpWhenEnding();
                settler.take(record);
                if (!settler.isFull()) continue;
                settler.commit();
                heap.keep();
            }
        }
        settler.commit();
        heard.note(into);
    }

    /// @throws IOException when the process is to end
    void giveUpWhenEnding() throws IOException {
        if (ending.getAsBoolean()) throw new IOException("Twinlog is stopping");
    }
}
