package dev.twinlog.app.daemon.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.app.Feed.Follow;
import dev.twinlog.app.Feed.Listener;
import dev.twinlog.app.Feed.Stalled;
import dev.twinlog.app.Refusal;
import dev.twinlog.journal.StreamFrame;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.reconcile.chronicle.ModeTransition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a listener hears, over a store of our own and a clock that we move.
class LiveFeedTest extends FeedScene {
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
