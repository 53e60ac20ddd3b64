package dev.twinlog.app.daemon;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Feed.Follow;
import dev.twinlog.app.Feed.Listener;
import dev.twinlog.app.Feed.Stalled;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.chronicle.ModeTransition;
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
import org.junit.jupiter.api.Test;

/// What a listener hears, over a store of our own and a clock that we move.
class LiveFeedTest {
    private static final SessionId ONE = claude("aaaa-1");
    private static final SessionId TWO = claude("aaaa-2");
    private static final long PATIENCE_SECONDS = 20;

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Ground ground = new Ground();
    private final LiveFeed feed = new LiveFeed(ground);
    private final List<Ear> ears = new ArrayList<>();
    private long position;

    private final class Ground implements FeedGround {
        private volatile FeedEpoch epoch = FeedEpoch.begun(1);
        private volatile ImportSpans imported = ImportSpans.NONE;
        private volatile OptionalLong importing = OptionalLong.empty();

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

    private record Heard(String name, @Nullable String id, String json) {}

    /// A listener on a thread of its own.
    private final class Ear implements Listener {
        private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        private final FutureTask<Boolean> end;

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
                    .map(LiveFeedTest::text)
                    .toList();
        }
    }

    private static String text(Heard heard) {
        return heard.json().replaceAll("(?s).*\"text\":\\{\"value\":\"([^\"]*)\".*", "$1");
    }

    private static Follow all() {
        return new Follow(null, null, 0);
    }

    private Ear listens(Follow wanted) throws InterruptedException {
        var ear = new Ear(wanted);
        ear.next("now");
        return ear;
    }

    private void commit(long id, SessionId of, long when, String text) {
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

    @Test
    void what_is_committed_is_told_in_that_order_and_once() throws Exception {
        commit(1, ONE, 10, "before");
        var ear = listens(all());

        for (int id = 2; id <= 300; id++) commit(id, ONE, id, "text " + id);
        while (!text(ear.next("event")).equals("text 300")) assertThat(ear.end).isNotDone();
        commit(301, ONE, 301, "last");

        assertThat(text(ear.next("event"))).isEqualTo("last");
        assertThat(feed.counters().get("feed.sent")).isGreaterThanOrEqualTo(300);
    }

    @Test
    void every_event_begins_with_its_session() throws Exception {
        var ear = listens(all());
        commit(1, ONE, 10, "hello");

        assertThat(ear.next("session").json()).contains("\"project\":\"/home/me/aaaa-1\"");
        assertThat(ear.next("event").json())
                .startsWith(
                        "{\"session\":\"claude/aaaa-1\",\"key\":\"claude/aaaa-1/message/key-1\",\"kind\":\"message\"");
    }

    @Test
    void who_goes_on_behind_a_message_hears_the_rest_and_nothing_twice() throws Exception {
        var first = listens(all());
        for (int id = 1; id <= 200; id++) commit(id, ONE, id, "text " + id);
        var heard = first.next("event");
        while (!text(heard).equals("text 77")) heard = first.next("event");

        var second = listens(new Follow(null, heard.id(), 0));
        while (!text(heard).equals("text 200")) {
            var next = second.next("event");
            assertThat(text(next))
                    .isEqualTo("text " + (Integer.parseInt(text(heard).substring(5)) + 1));
            heard = next;
        }
    }

    @Test
    void who_listens_to_one_session_hears_no_other() throws Exception {
        commit(1, ONE, 1, "before");
        var ear = listens(new Follow("aaaa-1", null, 0));
        commit(2, TWO, 2, "of the other");
        commit(3, ONE, 3, "of the one");

        assertThat(text(ear.next("event"))).isEqualTo("of the one");
    }

    @Test
    void a_session_that_is_not_known_is_refused() {
        var ear = new Ear(new Follow("nobody", null, 0));

        assertThatThrownBy(() -> ear.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Refusal.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void the_last_events_come_first_by_their_time() throws Exception {
        commit(1, ONE, 30, "third");
        commit(2, TWO, 20, "second");
        commit(3, ONE, 10, "first");

        var ear = new Ear(new Follow(null, null, 2));

        assertThat(text(ear.next("event"))).isEqualTo("second");
        assertThat(text(ear.next("event"))).isEqualTo("third");
        assertThat(ear.heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).name()).isEqualTo("now");
    }

    @Test
    void who_comes_back_too_far_behind_is_told_how_much_it_missed_and_goes_on() throws Exception {
        var ear = new Ear(all());
        var begin = ear.next("begin");
        store.commit(at(++position)
                .session(session(ONE, null, 1, 2))
                .event(message(Listening.BEHIND_EVENTS_MAX + 1, ONE, 1, "far"))
                .build());

        var late = new Ear(new Follow(null, begin.id(), 0));

        assertThat(late.next("missed").json())
                .contains("\"count\":" + (Listening.BEHIND_EVENTS_MAX + 1))
                .contains("too_far_behind");
        commit(Listening.BEHIND_EVENTS_MAX + 2, ONE, 3, "after");
        assertThat(text(late.next("event"))).isEqualTo("after");
        assertThat(feed.counters().get("feed.missed")).isEqualTo(Listening.BEHIND_EVENTS_MAX + 1);
    }

    @Test
    void who_is_exactly_as_far_behind_as_may_be_misses_nothing() throws Exception {
        var ear = new Ear(all());
        var begin = ear.next("begin");
        store.commit(at(++position)
                .session(session(ONE, null, 1, 2))
                .event(message(Listening.BEHIND_EVENTS_MAX, ONE, 1, "far"))
                .build());

        assertThat(text(new Ear(new Follow(null, begin.id(), 0)).next("event"))).isEqualTo("far");
    }

    @Test
    void a_rebuilt_store_repeats_nothing_and_loses_nothing() throws Exception {
        commit(1, ONE, 1, "one");
        var ear = listens(all());
        commit(2, ONE, 2, "two");
        assertThat(text(ear.next("event"))).isEqualTo("two");

        ground.epoch = ground.epoch.rebuilt(2, 2, 12); // the new one numbers the same events up to 12
        commit(13, ONE, 13, "three");

        assertThat(text(ear.next("event"))).isEqualTo("three");
        assertThat(feed.counters().get("feed.missed")).isZero();
    }

    @Test
    void history_that_is_imported_is_not_told_but_what_happens_meanwhile_is() throws Exception {
        var ear = listens(all());
        ground.imported = ImportSpans.NONE.and(new ImportSpans.Span(1, 3, 0, true));
        commit(1, ONE, 10, "long ago");
        commit(2, ONE, clock.get(), "now");
        commit(3, ONE, clock.get() - Listening.LATELY.toMillis() - 1, "a little earlier");
        commit(4, ONE, 20, "old, but not in bulk");

        assertThat(text(ear.next("event"))).isEqualTo("now");
        assertThat(text(ear.next("event"))).isEqualTo("old, but not in bulk");
    }

    @Test
    void a_small_import_is_history_only_to_those_who_came_after_it_began() throws Exception {
        var ear = listens(all());
        ground.imported = ImportSpans.NONE
                .and(new ImportSpans.Span(1, 1, clock.get(), false))
                .and(new ImportSpans.Span(2, 2, clock.get() + 1, false));
        commit(1, ONE, 10, "was there before");
        commit(2, ONE, 10, "came later");

        assertThat(text(ear.next("event"))).isEqualTo("came later");
    }

    /// What was written while the daemon was away is found by a walk, as an import is.
    @Test
    void who_comes_back_hears_a_small_import_but_no_large_one() throws Exception {
        var begin = new Ear(all()).next("begin");
        ground.imported =
                ImportSpans.NONE.and(new ImportSpans.Span(1, 1, 0, true)).and(new ImportSpans.Span(2, 2, 0, false));
        commit(1, ONE, 10, "large");
        commit(2, ONE, 10, "small");

        assertThat(text(new Ear(new Follow(null, begin.id(), 0)).next("event"))).isEqualTo("small");
    }

    @Test
    void the_progress_of_an_import_is_told_once_a_second_and_its_end() throws Exception {
        ground.importing = OptionalLong.of(40);
        var ear = new Ear(all());
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":true,\"percent\":40}");

        clock.addAndGet(Listening.IMPORT_TOLD_EVERY.toMillis());
        ground.importing = OptionalLong.of(60);
        feed.ring();
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":true,\"percent\":60}");

        ground.importing = OptionalLong.empty();
        feed.ring();
        assertThat(ear.next("import").json()).isEqualTo("{\"importing\":false,\"percent\":100}");
    }

    @Test
    void every_change_of_mode_is_told() throws Exception {
        feed.mode(new ModeTransition(5, null, CaptureMode.OTEL_ONLY, ""));
        var ear = new Ear(all());
        assertThat(ear.next("begin").json()).contains("\"mode\":\"OTEL_ONLY\"");
        ear.next("now");

        feed.mode(new ModeTransition(6, CaptureMode.OTEL_ONLY, CaptureMode.FAILURE, "disk_floor"));
        feed.mode(new ModeTransition(7, CaptureMode.FAILURE, CaptureMode.OTEL_ONLY, ""));

        assertThat(ear.next("mode").json())
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00.006Z\",\"from\":\"OTEL_ONLY\",\"to\":\"FAILURE\","
                        + "\"reason\":\"disk_floor\"}");
        assertThat(ear.next("mode").json()).contains("\"to\":\"OTEL_ONLY\"");
    }

    @Test
    void where_nothing_happens_a_sign_of_life_comes_with_the_place() throws Exception {
        var ear = listens(new Follow(null, null, 0));
        commit(1, ONE, 10, "one");
        var told = ear.next("event");

        var beat = ear.heard.poll();
        while (beat == null) {
            clock.addAndGet(Listening.BEAT.toMillis());
            feed.ring(); // it wakes, finds nothing, and sees how late it is
            beat = ear.heard.poll(10, TimeUnit.MILLISECONDS);
        }

        assertThat(beat).isEqualTo(new Heard("beat", told.id(), ""));
    }

    @Test
    void one_listener_more_than_may_be_is_refused_and_counted() throws Exception {
        for (int number = 0; number < LiveFeed.LISTENERS_MAX; number++) listens(all());

        var ear = new Ear(all());

        assertThatThrownBy(() -> ear.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Refusal.class)
                .hasMessageContaining(LiveFeed.LISTENERS_MAX + " listen");
        assertThat(feed.counters().get("feed.refused")).isEqualTo(1);
        assertThat(feed.counters().get("feed.listeners")).isEqualTo(LiveFeed.LISTENERS_MAX);
    }

    @Test
    void who_does_not_listen_is_given_up_and_counted() {
        var deaf = new Listener() {
            @Override
            public void tell(String name, @Nullable String id, byte[] json) throws IOException {
                throw new Stalled("the reader does not read", new IOException());
            }

            @Override
            public void beat(String id) {}
        };

        assertThatThrownBy(() -> feed.follow(all(), deaf)).isInstanceOf(Stalled.class);
        assertThat(feed.counters()).containsEntry("feed.closed_slow", 1L).containsEntry("feed.listeners", 0L);
    }

    @Test
    void the_end_is_told_to_all() throws Exception {
        var one = listens(all());
        var other = listens(all());

        feed.end();

        assertThat(one.next("end").json()).contains("stopping");
        assertThat(other.next("end").json()).contains("stopping");
        assertThat(one.eventsToTheEnd()).isEmpty();
    }

    @Test
    void what_is_being_produced_is_told_between_the_events_and_only_of_the_wanted_session() throws Exception {
        var ear = new Ear(new Follow(null, null, 0));
        ear.next("now");
        feed.live().frame(delta(1, "one two "), 1);
        var told = ear.next("live");
        assertThat(told.json()).contains("\"session\":\"codex/T\"").contains("\"text\":\"one two \"");
        assertThat(told.id()).isNull();
        var later = new Ear(new Follow(null, null, 0));
        assertThat(later.next("live").json()).contains("\"from\":0");
        feed.end();
        ear.next("end");
    }

    private static StreamFrame delta(long number, String text) {
        var json =
                "{\"method\":\"item/agentMessage/delta\",\"params\":{\"threadId\":\"T\",\"turnId\":\"t\",\"itemId\":\"m\",\"delta\":\""
                        + text + "\"}}";
        return new StreamFrame(1, number, 0, StreamFrame.Link.ATTACH, json.getBytes(StandardCharsets.UTF_8));
    }
}
