package dev.twinlog.app.daemon;

import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.JournalLimits;
import dev.twinlog.journal.SegmentedJournal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Answers that need the journal and nothing else, where no daemon runs: nothing is settled for them, and a store
/// that is damaged is no hindrance.
record JournalAlone(Places places) {
    /// Every record of telemetry, with the lock of the data folder, which this process must not hold yet.
    void attributes(OutputStream out) throws Refusal, IOException {
        try (var _ = DaemonLock.take(places.data())) {
            attributesLocked(out);
        }
    }

    /// The same, for who holds the lock.
    void attributesLocked(OutputStream out) throws Refusal, IOException {
        try {
            places.make();
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, Engine.words(e), e);
        }
        try (var journal = open()) {
            new RawAttributes(journal, places.desk()).write(out);
        }
    }

    private SegmentedJournal open() throws Refusal {
        try {
            return SegmentedJournal.open(places.journal(), JournalLimits.DEFAULT);
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, Engine.words(e), e);
        }
    }
}
