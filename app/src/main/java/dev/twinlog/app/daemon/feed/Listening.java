package dev.twinlog.app.daemon.feed;

import dev.twinlog.app.Feed;
import dev.twinlog.app.NamedSession;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SettledEvent;
import dev.twinlog.views.FeedSessionView;
import dev.twinlog.views.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One listener of the feed: reads on in the store from where it is, and tells what it finds. For one thread.
final class Listening {
    /// Events read at once.
    static final int PAGE_EVENTS = 64;
    /// A listener who comes back and is further behind than this goes on from now.
    static final long BEHIND_EVENTS_MAX = 10_000;
    /// How long nothing is told before a sign of life.
    static final Duration BEAT = Duration.ofSeconds(5);
    /// How often the progress of an import is told.
    static final Duration IMPORT_TOLD_EVERY = Duration.ofSeconds(1);
    /// What happened so shortly before somebody began to listen is no history to them.
    static final Duration LATELY = Duration.ofSeconds(5);
    /// Sessions whose projects are remembered as told.
    static final int SESSIONS_TOLD_MAX = 100;

    private final LiveFeed feed;
    private final FeedGround ground;
    private final Feed.Listener listener;
    private final Feed.Follow wanted;
    private final boolean resumed;
    /// Imports that began before it are history, unless the listener has listened all along.
    private final long began;
    private final Map<SessionId, String> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, String> eldest) {
            return size() > SESSIONS_TOLD_MAX;
        }
    };
    private @Nullable SessionId only;
    private FeedCursor cursor;
    private long heardNews;
    private long heardLive;
    private long toldAt;
    private long importToldAt;
    private boolean importTold;
    private long unreadable;

    /// A page of the store, and where in which store it was read.
    private record Read(FeedEpoch epoch, FeedEpoch.Place place, StoreReader.FeedPage page) {}

    Listening(LiveFeed feed, FeedGround ground, Feed.Listener listener, Feed.Follow wanted) throws Refusal {
        this.feed = feed;
        this.ground = ground;
        this.listener = listener;
        this.wanted = wanted;
        this.resumed = wanted.after() != null;
        this.began = resumed ? Long.MIN_VALUE : ground.now();
        this.cursor = wanted.after() != null
                ? FeedCursor.of(wanted.after())
                : new FeedCursor("", 0, ground.now() - LATELY.toMillis());
    }

    void run() throws Refusal, IOException, InterruptedException {
        begin();
        boolean due = true;
        while (!feed.ended()) {
            long rings = feed.signal().rings();
            long settled = feed.settled();
            tellNews();
            tellLive();
            boolean more = due && tellPage();
            tellImport();
            boolean rung = more || pause(rings);
            due = more || !rung || feed.settled() != settled;
        }
        tell("end", null, FeedMessages.object(json -> json.writeStringField("reason", "Twinlog is stopping")));
    }

    private void begin() throws Refusal, IOException, InterruptedException {
        heardNews = feed.news().last();
        var wantedSession = wanted.session();
        if (wantedSession != null) only = ground.ask((store, _) -> NamedSession.of(store, wantedSession));
        var start = ground.ask((store, epoch) -> start(epoch, store.progress().lastEventId()));
        cursor = new FeedCursor(start.epoch.name(), start.place.event(), cursor.since());
        var importing = ground.importing();
        tell("begin", cursor.toString(), FeedMessages.object(json -> {
            json.writeStringField("at", Times.text(ground.now()));
            json.writeStringField("mode", feed.mode());
            if (importing.isPresent()) json.writeNumberField("importPercent", importing.getAsLong());
            else json.writeNullField("importPercent");
        }));
        tellMissed(start.place);
        if (!resumed && wanted.last() > 0) tellLast();
        tell(
                "now",
                cursor.toString(),
                FeedMessages.object(json -> json.writeStringField("at", Times.text(ground.now()))));
        tellLive(feed.live().now(session()));
    }

    private @Nullable String session() {
        return only == null ? null : only.toString();
    }

    private void tellLive() throws IOException {
        tellLive(feed.live().after(heardLive, session()));
    }

    /// What is being produced: one that is too slow misses some of it, and no event.
    private void tellLive(LiveNews.Heard heard) throws IOException {
        for (var each : heard.messages()) {
            listener.tell(each.name(), null, each.json());
            told();
        }
        heardLive = heard.last();
    }

    private Read start(FeedEpoch epoch, long last) {
        var page = new StoreReader.FeedPage(last, List.of(), false);
        if (!resumed) return new Read(epoch, new FeedEpoch.Place(last, 0, null), page);
        var place = epoch.place(cursor, last);
        long behind = last - place.event();
        return only == null && behind > BEHIND_EVENTS_MAX
                ? new Read(
                        epoch, new FeedEpoch.Place(last, Math.max(0, place.missed()) + behind, "too_far_behind"), page)
                : new Read(epoch, place, page);
    }

    private void tellMissed(FeedEpoch.Place place) throws IOException {
        if (place.why() == null) return;
        feed.countMissed(Math.max(1, place.missed()));
        tell("missed", cursor.toString(), FeedMessages.object(json -> {
            if (place.missed() == FeedEpoch.Place.UNKNOWN) json.writeNullField("count");
            else json.writeNumberField("count", place.missed());
            json.writeStringField("reason", place.why());
        }));
    }

    /// The last events from before, which the listener wants to see first.
    private void tellLast() throws Refusal, IOException, InterruptedException {
        var from = cursor;
        var last = ground.ask((store, _) -> LastEvents.of(store, only, from.event(), wanted.last()));
        for (long id : last) {
            var read = ground.ask((store, epoch) ->
                    new Read(epoch, new FeedEpoch.Place(id, 0, null), store.settledAfter(id - 1, only, 1)));
            if (!read.epoch.name().equals(from.epoch())) return; // the store was replaced: what is missed is told next
            for (var event : read.page.events())
                // one that was settled again since then comes as news
                if (event.event().id() == id) tellEvent(read.epoch, event, from);
        }
    }

    /// Tells the next events.
    ///
    /// @return whether there may be more at once
    private boolean tellPage() throws Refusal, IOException, InterruptedException {
        var read = ground.ask(this::read);
        if (!read.epoch.name().equals(cursor.epoch())) {
            cursor = new FeedCursor(read.epoch.name(), read.place.event(), cursor.since());
            tellMissed(read.place);
        }
        var imported = ground.imported();
        try {
            for (var event : read.page.events()) {
                var at = cursor.at(event.event().id());
                if (!isHistory(imported, event)) tellEvent(read.epoch, event, at);
                cursor = at;
                unreadable = 0;
            }
        } catch (StoreException e) {
            return readAgain(e);
        }
        cursor = cursor.at(read.page.last());
        return read.page.more();
    }

    private Read read(StoreReader store, FeedEpoch epoch) {
        var place = cursor.epoch().equals(epoch.name())
                ? new FeedEpoch.Place(cursor.event(), 0, null)
                : epoch.place(cursor, store.progress().lastEventId());
        return new Read(epoch, place, store.settledAfter(place.event(), only, PAGE_EVENTS));
    }

    /// An event may go, or the store be replaced, while it is read: then it is read again, once.
    private boolean readAgain(StoreException e) {
        if (unreadable == cursor.event() + 1) throw e;
        unreadable = cursor.event() + 1;
        return true;
    }

    private boolean isHistory(ImportSpans imported, SettledEvent settled) {
        return settled.event().at() < cursor.since()
                && imported.has(settled.event().id(), began);
    }

    private void tellEvent(FeedEpoch epoch, SettledEvent settled, FeedCursor at)
            throws Refusal, IOException, InterruptedException {
        tellSession(settled.session());
        feed.messages().tell(epoch, settled, json -> {
            listener.tell("event", at.toString(), json);
            told();
        });
    }

    /// Before its first event, and again when its project is known.
    private void tellSession(SessionId session) throws Refusal, IOException {
        var known = sessions.get(session);
        if (known != null && !known.isEmpty()) return;
        var found = ground.ask((store, _) -> store.session(session.toString()));
        if (!(found instanceof StoreReader.SessionMatch.Found(var row))
                || !row.id().equals(session)) return;
        var project = row.project() == null ? "" : row.project();
        if (known == null || !project.isEmpty()) {
            listener.tell("session", null, FeedMessages.json(new FeedSessionView(row)));
        }
        sessions.put(session, project);
    }

    private void tellNews() throws IOException {
        for (var each : feed.news().after(heardNews)) {
            listener.tell(each.name(), null, each.bytes());
            told();
            heardNews = each.number();
        }
    }

    private void tellImport() throws IOException {
        var percent = ground.importing();
        long now = ground.now();
        boolean due = percent.isPresent() ? now - importToldAt >= IMPORT_TOLD_EVERY.toMillis() : importTold;
        if (!due) return;
        importToldAt = now;
        importTold = percent.isPresent();
        tell("import", cursor.toString(), FeedMessages.object(json -> {
            json.writeBooleanField("importing", percent.isPresent());
            json.writeNumberField("percent", percent.orElse(100));
        }));
    }

    /// Waits for news.
    ///
    /// @return whether there is some
    private boolean pause(long rings) throws IOException, InterruptedException {
        var most = importTold ? IMPORT_TOLD_EVERY : BEAT;
        boolean rung = feed.signal().await(rings, most);
        if (ground.now() - toldAt >= BEAT.toMillis()) {
            listener.beat(cursor.toString());
            toldAt = ground.now();
        }
        return rung;
    }

    private void tell(String name, @Nullable String id, String json) throws IOException {
        listener.tell(name, id, json.getBytes(StandardCharsets.UTF_8));
        told();
    }

    private void told() {
        toldAt = ground.now();
        feed.countSent();
    }
}
