package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.daemon.SettledBy.Versions;
import dev.twinlog.model.SessionId;
import dev.twinlog.sources.transcripts.Captured;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.store.StoreReader.StoredNarrative;
import dev.twinlog.views.VerifyView;
import dev.twinlog.views.VerifyView.Checked;
import dev.twinlog.views.VerifyView.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

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
        try {
            var compared = compared(LostBytes.NONE);
            if (!compared.lost.none()) compared = compared(compared.lost);
            tell(compared);
            return compared.view;
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, "cannot verify: " + e.getMessage(), e);
        } finally {
            engine.places().clear(engine.places().scratch());
        }
    }

    /// @param lost what the journal no longer tells
    private record Compared(VerifyView view, LostBytes lost, DamageNote note) {}

    /// @param known what the journal is known to have lost: what the store has of it is not compared
    private Compared compared(LostBytes known) throws Refusal, IOException {
        var folder = engine.places().scratch();
        engine.places().clear(folder);
        EmbeddedStore.carry(engine.places().store(), folder, known.lost());
        try (var scratch = EmbeddedStore.openWithoutSearch(folder)) {
            for (int round = 1; ; round++) {
                long position = engine.settling().settled();
                engine.remaking().settle(scratch, position);
                var stored = engine.ask(this::digests);
                var settled = digests(scratch.reader());
                if (round < ROUNDS_MAX && engine.settling().settled() != position) continue;
                var lost = known.none() ? engine.remaking().lost(folder, scratch.reader()) : known;
                var note = DamageNote.of(engine.journal(), lost, scratch.kept().size());
                return new Compared(view(stored, settled, scratch, note), lost, note);
            }
        }
    }

    /// Has `status` tell what is damaged, what is stored of it kept, and the files captured again from there on.
    private void tell(Compared compared) throws Refusal, IOException {
        if (compared.lost.none()
                && engine.ask(store -> DamageNote.in(store::note)).equals(compared.note)) return;
        try {
            var again = engine.settling()
                    .between(() -> keep(compared, engine.store()))
                    .get();
            var source = engine.witnesses().source();
            if (source != null) source.lost(again);
        } catch (ExecutionException e) {
            throw new StoreException("what is damaged was not noted: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping", e);
        }
    }

    /// The files that are captured again.
    private static List<Captured> keep(Compared compared, EmbeddedStore store) {
        var lostFrom = compared.lost.lostFrom();
        store.keep(compared.lost.lost());
        compared.note.write(store);
        return store.files().stream()
                .filter(file -> lostFrom.containsKey(file.key()))
                .map(file -> new Captured(FileRows.id(file), file.captured(), file.gone()))
                .toList();
    }

    private VerifyView view(
            SortedMap<SessionId, Digest> stored,
            SortedMap<SessionId, Digest> settled,
            EmbeddedStore scratch,
            DamageNote damage) {
        var sessions = new TreeSet<>(stored.keySet());
        sessions.addAll(settled.keySet());
        var sealed = scratch.sealed();
        var kept = scratch.kept();
        var wrong = new ArrayList<Checked>();
        for (var session : sessions) {
            if (kept.contains(session)) wrong.add(new Checked(session, Result.DAMAGED));
            else
                result(stored.get(session), settled.get(session), sealed.contains(session))
                        .ifPresent(result -> wrong.add(new Checked(session, result)));
        }
        var digests = new TreeMap<SessionId, byte[]>();
        stored.forEach((session, digest) -> digests.put(session, digest.bytes()));
        return new VerifyView(
                engine.clock().millis(),
                sessions.size(),
                NarrativeDigests.overall(digests),
                wrong,
                damage.text().isEmpty() ? null : damage.text());
    }

    /// What there is to say of a session; nothing when it is equal.
    static Optional<Result> result(@Nullable Digest stored, @Nullable Digest settled, boolean sealed) {
        if (sealed && stored != null) return Optional.of(Result.SEALED);
        if (stored != null && stored.older()) return Optional.of(Result.OLDER_VERSION);
        boolean equal = stored != null && settled != null && Arrays.equals(stored.bytes(), settled.bytes());
        return equal ? Optional.empty() : Optional.of(Result.MISMATCH);
    }

    /// @param older whether another version than this program's settled some of it
    record Digest(byte[] bytes, boolean older) {}

    private SortedMap<SessionId, Digest> digests(StoreReader store) throws IOException {
        var settledBy = SettledBy.in(store);
        var digests = new TreeMap<SessionId, Digest>();
        for (var session : store.sessions(SessionFilter.ALL)) {
            engine.remaking().giveUpWhenEnding();
            store.narrative(session.id())
                    .ifPresent(narrative -> digests.put(session.id(), digest(session.id(), narrative, settledBy)));
        }
        return digests;
    }

    private static Digest digest(SessionId session, StoredNarrative narrative, SettledBy settledBy) {
        var by = settledBy.of(session, narrative.events());
        return new Digest(NarrativeDigests.of(session, narrative, by), !by.agrees(Versions.CURRENT, session));
    }
}
