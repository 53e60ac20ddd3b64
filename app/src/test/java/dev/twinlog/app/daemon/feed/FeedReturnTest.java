package dev.twinlog.app.daemon.feed;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.Feed.Follow;
import org.junit.jupiter.api.Test;

/// What a listener hears that comes back, or whose store is made anew meanwhile.
class FeedReturnTest extends FeedScene {
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
}
