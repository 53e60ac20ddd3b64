package dev.twinlog.app.daemon;

import dev.twinlog.model.EventKey;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.Redactor;
import dev.twinlog.readers.claude.ClaudeTranscriptReader;
import dev.twinlog.readers.codex.CodexRolloutReader;
import dev.twinlog.reconcile.NarrativeDigest;
import dev.twinlog.store.StoreReader.StoredNarrative;
import java.util.SortedMap;

/// Digests of narratives as they are stored.
final class NarrativeDigests {
    private NarrativeDigests() {}

    static byte[] of(SessionId session, StoredNarrative narrative) {
        var digest = NarrativeDigest.of(session, readerVersion(session), Redactor.REDACTION_VERSION);
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

    private static int readerVersion(SessionId session) {
        return switch (session.agent()) {
            case CLAUDE -> ClaudeTranscriptReader.READER_VERSION;
            case CODEX -> CodexRolloutReader.READER_VERSION;
        };
    }

    static String overall(SortedMap<SessionId, byte[]> digests) {
        return NarrativeDigest.hex(NarrativeDigest.ofAll(digests));
    }
}
