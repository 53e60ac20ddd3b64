package dev.twinlog.app.daemon.feed;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;

import dev.twinlog.app.Feed.Follow;
import dev.twinlog.app.Feed.Listener;
import dev.twinlog.app.Refusal;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.StoreReader;
import dev.twinlog.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// A feed over a store of our own and a clock that we move, and those who listen to it.
abstract class FeedScene {
    static final SessionId ONE = claude("aaaa-1");
    static final SessionId TWO = claude("aaaa-2");
    static final long PATIENCE_SECONDS = 20;

    final InMemoryStore store = new InMemoryStore();
    final AtomicLong clock = new AtomicLong(1_000_000);
    final Ground ground = new Ground();
    final LiveFeed feed = new LiveFeed(ground);
    private final List<Ear> ears = new ArrayList<>();
    long position;

    final class Ground implements FeedGround {
        volatile FeedEpoch epoch = FeedEpoch.begun(1);
        volatile ImportSpans imported = ImportSpans.NONE;
        volatile OptionalLong importing = OptionalLong.empty();

        @Override
        public <T> T ask(Question<T> question) throws Refusal, IOException {
            try (StoreReader reader = store.reader()) {
                return question.of(reader, epoch);
            }
        }

        @Override
        public ImportSpans imported() {
            return imported;
        }

        @Override
        public OptionalLong importing() {
            return importing;
        }

        @Override
        public long now() {
            return clock.get();
        }
    }

    record Heard(String name, @Nullable String id, String json) {}

    /// A listener on a thread of its own.
    final class Ear implements Listener {
        final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        final FutureTask<Boolean> end;

        Ear(Follow wanted) {
            end = new FutureTask<>(() -> {
                feed.follow(wanted, this);
                return true;
            });
            ears.add(this);
            Thread.ofVirtual().start(end);
        }

        @Override
        public void tell(String name, @Nullable String id, byte[] json) {
            heard.add(new Heard(name, id, new String(json, StandardCharsets.UTF_8)));
        }

        @Override
        public void beat(String id) {
            heard.add(new Heard("beat", id, ""));
        }

        /// The next message of a kind; others are passed over.
        Heard next(String name) throws InterruptedException {
            while (true) {
                var next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (next == null) throw new AssertionError("no " + name + " came");
                if (next.name().equals(name)) return next;
            }
        }

        /// The texts of the events up to the end of the feed.
        List<String> eventsToTheEnd() throws Exception {
            end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return heard.stream()
                    .filter(each -> each.name().equals("event"))
                    .map(FeedScene::text)
                    .toList();
        }
    }

    static String text(Heard heard) {
        return heard.json().replaceAll("(?s).*\"text\":\\{\"value\":\"([^\"]*)\".*", "$1");
    }

    static Follow all() {
        return new Follow(null, null, 0);
    }

    Ear listens(Follow wanted) throws InterruptedException {
        var ear = new Ear(wanted);
        ear.next("now");
        return ear;
    }

    void commit(long id, SessionId of, long when, String text) {
        store.commit(at(++position)
                .session(session(of, "/home/me/" + of.id(), 1, when))
                .event(message(id, of, when, text))
                .build());
        feed.ring();
    }

    @AfterEach
    void end() throws Exception {
        feed.end();
        for (var ear : ears)
            try {
                ear.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException refused) {
                // the test has looked at it
            }
    }
}
