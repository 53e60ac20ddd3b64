package dev.twinlog.app.daemon;

import dev.twinlog.app.Refusal;
import dev.twinlog.app.daemon.feed.FeedEpoch;
import dev.twinlog.app.daemon.feed.FeedGround;
import dev.twinlog.app.daemon.feed.ImportSpans;
import dev.twinlog.app.daemon.feed.ImportWatch;
import dev.twinlog.app.daemon.feed.LiveFeed;
import dev.twinlog.store.EmbeddedStore;
import java.io.IOException;
import java.util.OptionalLong;

/// Keeps the live feed in step with the engine that it tells of: in which numbering of events its store is, and which
/// commits were part of an import.
final class FeedDesk implements FeedGround {
    private final Engine engine;
    private final ImportWatch imports;
    private final LiveFeed feed = new LiveFeed(this);
    private volatile FeedEpoch epoch;

    /// @param store that the engine begins with
    FeedDesk(Engine engine, EmbeddedStore store) {
        this.engine = engine;
        this.imports =
                new ImportWatch(engine.journal()::end, () -> engine.witnesses().importing(), engine.clock()::millis);
        this.epoch = epoch(store);
        imports.begin(store.position(), store.lastEventId());
    }

    /// The epoch of a store, given to it when it has none.
    private FeedEpoch epoch(EmbeddedStore store) {
        var known = FeedEpoch.of(store.note(FeedEpoch.NOTE));
        if (known != null) return known;
        var begun = FeedEpoch.begun(engine.clock().millis());
        store.note(FeedEpoch.NOTE, begun.toString());
        return begun;
    }

    /// A rebuilt store numbers its events anew: those who listen go on behind what the old one had.
    ///
    /// @param store the new one
    /// @param last  the last event of the old one
    void takeOver(EmbeddedStore store, long last) {
        var here = store.note(FeedEpoch.HERE);
        epoch = here == null ? epoch(store) : epoch.rebuilt(engine.clock().millis(), last, Long.parseLong(here));
        store.note(FeedEpoch.NOTE, epoch.toString());
        imports.begin(store.position(), store.lastEventId());
    }

    /// On the settling thread, after each commit.
    void committed() {
        imports.committed(engine.settling().settled(), engine.store().lastEventId());
        feed.ring();
    }

    LiveFeed feed() {
        return feed;
    }

    /// Hears from the source how an import goes on.
    ImportWatch imports() {
        return imports;
    }

    @Override
    public <T> T ask(FeedGround.Question<T> question) throws Refusal, IOException {
        return engine.ask(reader -> question.of(reader, epoch));
    }

    @Override
    public ImportSpans imported() {
        return imports.spans();
    }

    @Override
    public OptionalLong importing() {
        return engine.witnesses().importing()
                ? OptionalLong.of(engine.witnesses().progress().percent())
                : OptionalLong.empty();
    }

    @Override
    public long now() {
        return engine.clock().millis();
    }
}
