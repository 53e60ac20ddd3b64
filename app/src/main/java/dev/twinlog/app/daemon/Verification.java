package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.views.VerifyView;
import dev.twinlog.views.VerifyView.Checked;
import dev.twinlog.views.VerifyView.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Settles the journal anew beside the store, and compares narrative by narrative (SPEC 3.6).
final class Verification {
    /// What is settled while it compares is looked at again, so often.
    private static final int ROUNDS_MAX = 5;

    private final Engine engine;

    Verification(Engine engine) {
        this.engine = engine;
    }

    /// One at a time: they would settle into the same folder.
    VerifyView verify() throws Refusal, IOException {
        try {
            engine.verifying().lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping", e);
        }
        try {
            return verifyAlone();
        } finally {
            engine.verifying().unlock();
        }
    }

    private VerifyView verifyAlone() throws Refusal, IOException {
        engine.places().clear(engine.places().scratch());
        try (var scratch = EmbeddedStore.openWithoutSearch(engine.places().scratch())) {
            return compared(scratch);
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "cannot verify: " + e.getMessage(), e);
        } finally {
            engine.places().clear(engine.places().scratch());
        }
    }

    private VerifyView compared(EmbeddedStore scratch) throws Refusal, IOException {
        for (int round = 1; ; round++) {
            long position = engine.settling().settled();
            engine.remaking().settle(scratch, position);
            var stored = engine.ask(this::digests);
            var settled = digests(scratch.reader());
            if (round == ROUNDS_MAX || engine.settling().settled() == position) return view(stored, settled);
        }
    }

    private VerifyView view(SortedMap<SessionId, byte[]> stored, SortedMap<SessionId, byte[]> settled) {
        var sessions = new TreeSet<>(stored.keySet());
        sessions.addAll(settled.keySet());
        var wrong = new ArrayList<Checked>();
        for (var session : sessions)
            if (!Arrays.equals(stored.get(session), settled.get(session)))
                wrong.add(new Checked(session, Result.MISMATCH));
        return new VerifyView(engine.clock().millis(), sessions.size(), NarrativeDigests.overall(stored), wrong);
    }

    private SortedMap<SessionId, byte[]> digests(StoreReader store) throws IOException {
        var digests = new TreeMap<SessionId, byte[]>();
        for (var session : store.sessions(SessionFilter.ALL)) {
            engine.remaking().giveUpWhenEnding();
            store.narrative(session.id())
                    .ifPresent(narrative -> digests.put(session.id(), NarrativeDigests.of(session.id(), narrative)));
        }
        return digests;
    }
}
