package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.SettledBy.Versions;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.NarrativeDigest;
import dev.twinlog.store.StoreReader.StoredNarrative;
import java.util.SortedMap;

/// Digests of narratives as they are stored.
final class NarrativeDigests {
    private NarrativeDigests() {}

    /// As settled by this program.
    static byte[] of(SessionId session, StoredNarrative narrative) {
        return of(session, narrative, Versions.CURRENT);
    }

    static byte[] of(SessionId session, StoredNarrative narrative, Versions by) {
        var digest = NarrativeDigest.of(session, by.reader(session), by.redaction());
        var ordered = NarrativeOrder.of(
                narrative.events(),
                event -> new NarrativeOrder.Place(event.turn(), event.at(), event.kind(), event.key()));
        for (var event : ordered)
            digest.event(
                    new EventKey(session, event.kind(), event.key()),
                    event.at(),
                    event.turn(),
                    event.status(),
                    event.agentId(),
                    event.owned(),
                    event.body());
        return digest.finish();
    }

    static String overall(SortedMap<SessionId, byte[]> digests) {
        return NarrativeDigest.hex(NarrativeDigest.ofAll(digests));
    }
}
