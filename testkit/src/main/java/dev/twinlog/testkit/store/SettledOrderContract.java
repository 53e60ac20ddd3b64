package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;
import static dev.twinlog.testkit.store.Batches.event;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the live feed relies on, of every store.
public abstract class SettledOrderContract {
    private static final SessionId ONE = claude("aaaa-1");
    private static final SessionId TWO = claude("aaaa-2");
    private static final SessionId CHILD = codex("bbbb-3");

    private Store store;

    /// A new, empty store.
    protected abstract Store open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private StoreReader reader() {
        return store.reader();
    }

    @Test
    void events_come_in_the_order_in_which_they_were_settled() {
        store.commit(at(1).session(session(ONE, null, 1, 30))
                .event(message(1, ONE, 30, "late"))
                .event(message(2, ONE, 10, "early"))
                .build());
        store.commit(at(2).session(session(TWO, null, 20, 20))
                .event(message(3, TWO, 20, "other"))
                .forget(1)
                .event(message(4, ONE, 30, "late again"))
                .build());

        assertThat(ids(reader().settledAfter(0, null, 10))).containsExactly(2L, 3L, 4L);
        assertThat(ids(reader().settledAfter(2, null, 10))).containsExactly(3L, 4L);
        assertThat(ids(reader().settledAfter(0, ONE, 10))).containsExactly(2L, 4L);
        assertThat(ids(reader().settledAfter(0, CHILD, 10))).isEmpty();
        assertThat(reader().settledAfter(0, CHILD, 10).last()).isEqualTo(4);
        assertThat(ids(reader().settledAfter(4, null, 10))).isEmpty();
    }

    @Test
    void a_full_page_of_settled_events_ends_at_its_last() {
        for (int id = 1; id <= 5; id++)
            store.commit(at(id).session(session(ONE, null, 1, id))
                    .event(message(id, ONE, id, "text"))
                    .build());

        var first = reader().settledAfter(0, null, 3);

        assertThat(first.last()).isEqualTo(3);
        assertThat(reader().settledAfter(first.last(), null, 3).last()).isEqualTo(5);
    }

    @Test
    void a_page_of_settled_events_ends_when_it_holds_much() {
        // noise is packed to no less than it is: a body just short enough to be read with its row
        int length = 1500;
        int events = 2 * StoreReader.FeedPage.BYTES_MAX / length;
        for (int id = 1; id <= events; id++)
            store.commit(at(id).session(session(ONE, null, 1, id))
                    .event(message(id, ONE, id, noise(id, length)))
                    .build());

        var seen = new ArrayList<Long>();
        StoreReader.FeedPage page;
        do {
            page = reader().settledAfter(seen.isEmpty() ? 0 : seen.getLast(), null, 1000);
            long bytes = page.events().stream()
                    .mapToLong(each -> each.event().body().length)
                    .sum();
            assertThat(bytes).isLessThanOrEqualTo(StoreReader.FeedPage.BYTES_MAX);
            if (page.more())
                assertThat(page.last())
                        .isEqualTo(page.events().getLast().event().id());
            seen.addAll(ids(page));
        } while (page.more());

        assertThat(seen).hasSize(events).isSorted().doesNotHaveDuplicates();
        assertThat(page.last()).isEqualTo(events);
    }

    @Test
    void a_text_that_packs_well_is_long_all_the_same() {
        store.commit(at(1).session(session(ONE, null, 1, 1))
                .event(message(1, ONE, 1, "x".repeat(StoreReader.SettledEvent.LONG_BYTES)))
                .event(message(2, ONE, 1, "x".repeat(StoreReader.SettledEvent.LONG_BYTES / 2)))
                .build());

        assertThat(reader().settledAfter(0, null, 9).events())
                .extracting(StoreReader.SettledEvent::isLong)
                .containsExactly(true, false);
    }

    private static String noise(long seed, int length) {
        return new Random(seed)
                .ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void the_latest_events_of_a_session_are_those_by_time() {
        store.commit(at(1).session(session(ONE, null, 1, 40))
                .session(session(TWO, null, 1, 50))
                .event(message(1, ONE, 40, "fourth"))
                .event(message(2, ONE, 10, "first"))
                .event(message(3, TWO, 50, "other"))
                .event(message(4, ONE, 30, "third"))
                .event(message(5, ONE, 20, "second"))
                .build());

        assertThat(reader().latest(ONE, 5, 2))
                .extracting(StoreReader.EventTime::id)
                .containsExactly(4L, 1L);
        assertThat(reader().latest(ONE, 3, 9))
                .extracting(StoreReader.EventTime::id)
                .containsExactly(2L, 1L);
        assertThat(reader().latest(CHILD, 5, 9)).isEmpty();
    }

    @Test
    void the_last_turn_is_the_one_that_began_last() {
        store.commit(at(1).session(session(ONE, null, 1, 40))
                .session(session(TWO, null, 1, 50))
                .event(turn(1, ONE, 40, "open"))
                .event(turn(2, ONE, 10, "completed"))
                .event(message(3, ONE, 60, "later, and no turn"))
                .event(message(4, TWO, 50, "no turn"))
                .build());

        assertThat(reader().lastTurn(ONE)).isEqualTo("open");
        assertThat(reader().lastTurn(TWO)).isNull();
        assertThat(reader().lastTurn(CHILD)).isNull();
    }

    private static Batch.EventRow turn(long id, SessionId session, long at, String status) {
        var like = Batches.event(id, session, Kind.TURN, at, "turn", null, true, 0, null);
        return new Batch.EventRow(
                id,
                session,
                Kind.TURN,
                like.key(),
                at,
                like.turn(),
                status,
                null,
                true,
                0,
                like.body(),
                like.texts(),
                null);
    }

    @Test
    void a_settled_copy_has_the_key_of_the_owners_event() {
        store.commit(at(1).session(session(ONE, null, 1, 1))
                .session(session(TWO, null, 1, 1))
                .event(event(1, ONE, Kind.MESSAGE, 1, "own", null, true, 77, null))
                .event(event(2, TWO, Kind.MESSAGE, 1, "copy", null, false, 77, null))
                .build());

        assertThat(reader().settledAfter(0, null, 9).events())
                .extracting(each -> each.session() + " " + each.key())
                .containsExactly(ONE + " " + ONE + "/message/key-1", TWO + " " + ONE + "/message/key-1");
    }

    private static List<Long> ids(StoreReader.FeedPage page) {
        return page.events().stream().map(each -> each.event().id()).toList();
    }
}
