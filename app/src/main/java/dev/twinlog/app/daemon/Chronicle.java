package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.journal.Control;
import dev.twinlog.reconcile.chronicle.ModeLog;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import dev.twinlog.reconcile.chronicle.SidecarLog;
import dev.twinlog.sources.appserver.SidecarMemory;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the journal's facts tell of the capture mode and the app-server, kept as a note of the store, so that a restart
/// and a rebuild know it. For the settling thread only.
final class Chronicle {
    private static final String NOTE = "chronicle";
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private final Store store;
    private Told told;
    private boolean fresh;

    /// @param upTo    the journal position of the first fact that is not in it: the note is written before the batch
    ///                is committed, so that a crash between has facts taken again
    record Told(long upTo, SidecarLog sidecar, ModeLog modes) {
        static final Told NOTHING = new Told(0, SidecarLog.NONE, ModeLog.NONE);

        /// With what the app-server goes on.
        SidecarMemory memory() {
            var spends = sidecar.last().stream()
                    .map(end -> new SidecarMemory.Spend(end.at(), end.cause()))
                    .toList();
            return new SidecarMemory(sidecar.lastGeneration(), sidecar.crashLoop(), spends, sidecar.sha256());
        }

        String text() {
            return upTo + "\n" + sidecar.text() + "\n" + modes.text();
        }

        static Told of(@Nullable String note) {
            if (note == null) return NOTHING;
            try {
                var parts = note.split("\n", 3);
                return new Told(Long.parseLong(parts[0]), SidecarLog.of(parts[1]), ModeLog.of(parts[2]));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                LOG.warn(
                        "what is known of the capture mode's past is forgotten: {}; `twinlog rebuild` makes it anew",
                        e.getMessage());
                return NOTHING;
            }
        }
    }

    Chronicle(Store store) {
        this.store = store;
        this.told = Told.of(store.note(NOTE));
    }

    /// What a store was told.
    static Told in(StoreReader store) {
        return Told.of(store.note(NOTE));
    }

    /// Takes a fact about Twinlog itself.
    ///
    /// @param next the journal position behind it
    void take(Control fact, long next) {
        if (next <= told.upTo) return;
        var modes = told.modes;
        if (fact.type().equals(Controls.MODE))
            modes = ModeTransition.of(fact.at(), fact.values()).map(modes::and).orElse(modes);
        tell(next, told.sidecar.and(fact.at(), fact.type(), fact.values()), modes);
    }

    private void tell(long next, SidecarLog sidecar, ModeLog modes) {
        boolean news = modes.total() != told.modes.total() || !sidecar.equals(told.sidecar);
        if (!news) return;
        told = new Told(next, sidecar, modes);
        fresh = true;
    }

    /// Keeps what is known beside the store.
    void note() {
        if (fresh) store.note(NOTE, told.text());
        fresh = false;
    }
}
