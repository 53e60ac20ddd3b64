package dev.twinlog.app.daemon.feed;

import dev.twinlog.app.Feed;
import dev.twinlog.app.Refusal;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import dev.twinlog.sources.appserver.LiveFrames;
import dev.twinlog.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The feed of what is settled. A listener is a place in the store and not a queue: whoever commits only rings, and
/// each listener's own thread reads on from where it is ([why](docs/decisions/0012-live-feed.md)).
public final class LiveFeed implements Feed {
    /// Listeners at once.
    static final int LISTENERS_MAX = 256;

    private final FeedGround ground;
    private final FeedSignal signal = new FeedSignal();
    private final LiveText live = new LiveText(signal::ring);
    private final FeedMessages messages = new FeedMessages();
    private final AtomicInteger listeners = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder closedSlow = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile FeedNews news = FeedNews.NONE;
    private volatile @Nullable String mode;
    private volatile boolean ended;
    private final AtomicLong settled = new AtomicLong();

    /// A feed that nobody listens to yet.
    public LiveFeed(FeedGround ground) {
        this.ground = ground;
    }

    @Override
    public void follow(Follow wanted, Listener listener) throws Refusal, IOException {
        if (listeners.incrementAndGet() > LISTENERS_MAX) {
            listeners.decrementAndGet();
            refused.increment();
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    LISTENERS_MAX + " listen to the live feed already: end one of them, or try again later");
        }
        try {
            new Listening(this, ground, listener, wanted).run();
        } catch (Stalled slow) {
            closedSlow.increment();
            throw slow;
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping", e);
        } finally {
            listeners.decrementAndGet();
        }
    }

    /// Something is settled. For any thread.
    public void ring() {
        settled.incrementAndGet();
        signal.ring();
    }

    /// How often something was settled: while that stays, there is nothing new to find in the store.
    long settled() {
        return settled.get();
    }

    /// Hears what is being produced, and has it told. For any thread.
    public LiveFrames frames() {
        return live;
    }

    /// What is being produced.
    LiveText live() {
        return live;
    }

    /// The capture mode has changed. For any thread.
    public synchronized void mode(ModeTransition change) {
        var before = change.from();
        mode = change.to().name();
        try {
            news = news.and("mode", FeedMessages.object(json -> {
                json.writeStringField("at", dev.twinlog.views.Times.text(change.at()));
                json.writeStringField("from", before == null ? null : before.name());
                json.writeStringField("to", change.to().name());
                json.writeStringField("reason", change.reason());
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signal.ring();
    }

    /// Has every listener told that this is the end. For any thread.
    public void end() {
        ended = true;
        signal.ring();
    }

    boolean ended() {
        return ended;
    }

    FeedSignal signal() {
        return signal;
    }

    FeedMessages messages() {
        return messages;
    }

    FeedNews news() {
        return news;
    }

    @Nullable
    String mode() {
        return mode;
    }

    void countSent() {
        sent.increment();
    }

    /// @param events at least so many
    void countMissed(long events) {
        missed.add(events);
    }

    /// Amounts since the start, by name.
    public Map<String, Long> counters() {
        var all = new TreeMap<>(live.counters());
        all.putAll(Map.of(
                "feed.listeners", (long) listeners.get(),
                "feed.sent", sent.sum(),
                "feed.missed", missed.sum(),
                "feed.closed_slow", closedSlow.sum(),
                "feed.refused", refused.sum()));
        return all;
    }
}
