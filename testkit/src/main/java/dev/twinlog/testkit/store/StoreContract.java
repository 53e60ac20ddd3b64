package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.codex;
import static dev.twinlog.testkit.store.Batches.event;
import static dev.twinlog.testkit.store.Batches.file;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Agent;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.Store.CopyHolder;
import dev.twinlog.store.Store.StoredEvent;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader.Copy;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the settler relies on, of every store. A new store begins by extending this.
public abstract class StoreContract extends StoreFixture {
    @Test
    void a_new_store_knows_nothing() {
        assertThat(store.position()).isZero();
        assertThat(store.lastEventId()).isZero();
        assertThat(store.files()).isEmpty();
        assertThat(store.events(ONE)).isEmpty();
        assertThat(store.session(ONE)).isNull();
        assertThat(store.counters()).isEmpty();
        assertThat(store.recordIndex(ONE)).isEmpty();
        assertThat(store.chunks(7)).isEmpty();
    }

    @Test
    void the_position_commits_with_the_events() throws Exception {
        store.commit(at(100).event(message(5, ONE, 10, "hello")).build());

        reopenStore();

        assertThat(store.position()).isEqualTo(100);
        assertThat(store.lastEventId()).isEqualTo(5);
        assertThat(store.events(ONE)).containsExactly(new StoredEvent(5, Kind.MESSAGE, "key-5", true, 0));
    }

    @Test
    void a_body_comes_back_byte_for_byte() throws Exception {
        var small = Batches.body("short, with 漢字 and \u0000");
        var large = Batches.body("many words ".repeat(100_000));
        store.commit(
                at(1).event(message(1, ONE, 10, "short, with 漢字 and \u0000")).build());
        store.commit(
                at(2).event(message(2, ONE, 10, "many words ".repeat(100_000))).build());

        reopenStore();

        assertThat(store.body(1)).isEqualTo(small);
        assertThat(store.body(2)).isEqualTo(large);
    }

    @Test
    void an_unknown_event_has_no_body() {
        assertThatThrownBy(() -> store.body(99))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("99");
    }

    @Test
    void a_commit_that_fails_in_the_middle_leaves_nothing() throws Exception {
        store.commit(at(10).event(message(1, ONE, 10, "kept"))
                .session(session(ONE, "/kept", 1, 2))
                .count("lines", 1)
                .decision("kept", "accepted")
                .build());
        var failing = at(20).event(message(2, OTHER, 20, "lost"))
                .session(session(OTHER, "/lost", 3, 4))
                .session(session(ONE, "/changed", 3, 4))
                .file(file(9, OTHER, "lost.jsonl", 5))
                .chunk(9, 0, 5, 15)
                .forget(1)
                .count("lines", 1)
                .decisions(failsAtSecond())
                .build();

        assertThatThrownBy(() -> store.commit(failing)).isInstanceOf(StoreException.class);

        assertThat(store.position()).isEqualTo(10);
        assertThat(store.lastEventId()).isEqualTo(1);
        reopenStore();
        assertThat(store.position()).isEqualTo(10);
        assertThat(store.events(ONE)).hasSize(1);
        assertThat(store.events(OTHER)).isEmpty();
        assertThat(store.session(OTHER)).isNull();
        assertThat(store.session(ONE)).isEqualTo(session(ONE, "/kept", 1, 2));
        assertThat(store.files()).isEmpty();
        assertThat(store.counters()).isEqualTo(Map.of("lines", 1L));
    }

    @Test
    void the_same_batch_can_be_committed_after_it_failed() throws Exception {
        var rows = at(20).event(message(2, OTHER, 20, "twice tried")).session(session(OTHER, "/other", 3, 4));
        assertThatThrownBy(() -> store.commit(rows.decisions(failsAtSecond()).build()))
                .isInstanceOf(StoreException.class);

        store.commit(rows.decisions(List.of()).build());

        reopenStore();
        assertThat(store.events(OTHER)).hasSize(1);
        assertThat(store.session(OTHER)).isEqualTo(session(OTHER, "/other", 3, 4));
    }

    private static List<Batch.DecisionRow> failsAtSecond() {
        return new AbstractList<>() {
            @Override
            public Batch.DecisionRow get(int index) {
                if (index == 1) throw new IllegalStateException("the disk is on fire");
                return new Batch.DecisionRow(1, "key", "accepted", "transcript", null, null);
            }

            @Override
            public int size() {
                return 2;
            }
        };
    }

    @Test
    void event_ids_that_do_not_ascend_are_a_bug() {
        store.commit(at(1).event(message(5, ONE, 1, "a")).build());

        assertThatThrownBy(
                        () -> store.commit(at(2).event(message(5, ONE, 1, "b")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ascend");
    }

    @Test
    void a_position_that_goes_back_is_a_bug() {
        store.commit(at(10).build());

        assertThatThrownBy(() -> store.commit(at(9).build())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_forgotten_event_is_gone_and_its_id_is_not_given_again() throws Exception {
        store.commit(at(1).event(message(1, ONE, 1, "a"))
                .event(message(2, ONE, 2, "b"))
                .build());

        store.commit(at(2).forget(2).build());

        reopenStore();
        assertThat(store.events(ONE)).extracting(StoredEvent::id).containsExactly(1L);
        assertThat(store.lastEventId()).isEqualTo(2);
        assertThatThrownBy(() -> store.body(2)).isInstanceOf(StoreException.class);
    }

    @Test
    void an_event_can_take_the_place_of_a_forgotten_one_in_one_commit() {
        store.commit(at(1).event(message(1, ONE, 1, "a")).build());

        store.commit(at(2).forget(1).event(message(2, ONE, 1, "better")).build());

        assertThat(store.events(ONE)).extracting(StoredEvent::id).containsExactly(2L);
    }

    @Test
    void the_last_row_of_a_session_counts() throws Exception {
        store.commit(at(1).session(session(ONE, null, 1, 2)).build());
        store.commit(at(2).session(session(ONE, "/later", 1, 9)).build());

        reopenStore();

        assertThat(store.session(ONE)).isEqualTo(session(ONE, "/later", 1, 9));
        assertThat(store.session(OTHER)).isNull();
    }

    @Test
    void a_session_that_is_only_referred_to_has_no_row() {
        store.commit(at(1).event(message(1, ONE, 1, "a")).build());

        assertThat(store.session(ONE)).isNull();
    }

    @Test
    void equal_ids_of_two_agents_are_two_sessions() {
        var claude = claude("same");
        var codex = codex("same");
        store.commit(at(1).event(message(1, claude, 1, "a"))
                .event(message(2, codex, 1, "b"))
                .build());

        assertThat(store.events(claude)).extracting(StoredEvent::id).containsExactly(1L);
        assertThat(store.events(codex)).extracting(StoredEvent::id).containsExactly(2L);
    }

    @Test
    void files_are_kept_by_key_and_found_by_session() throws Exception {
        store.commit(at(1).file(file(-7, ONE, "a.jsonl", 10))
                .file(file(8, OTHER, "b.jsonl", 20))
                .build());
        store.commit(at(2).file(file(-7, ONE, "a.jsonl", 30)).build());

        reopenStore();

        assertThat(store.files()).containsExactly(file(-7, ONE, "a.jsonl", 30), file(8, OTHER, "b.jsonl", 20));
        assertThat(store.files(OTHER)).containsExactly(file(8, OTHER, "b.jsonl", 20));
    }

    @Test
    void a_file_is_found_by_each_session_that_it_spoke_of() throws Exception {
        var copy = file(8, OTHER, "copy.jsonl", 20);
        store.commit(at(1).file(file(-7, ONE, "a.jsonl", 10))
                .file(copy)
                .spoke(8, ONE)
                .build());
        store.commit(at(2).spoke(8, ONE).build());

        reopenStore();

        assertThat(store.speakersOf(ONE)).containsExactly(file(-7, ONE, "a.jsonl", 10), copy);
        assertThat(store.speakersOf(OTHER)).containsExactly(copy);
        assertThat(store.reader().speakersOf(ONE)).containsExactlyElementsOf(store.speakersOf(ONE));
        assertThat(store.files(ONE)).containsExactly(file(-7, ONE, "a.jsonl", 10));
    }

    @Test
    void requests_of_telemetry_come_back_by_position_and_a_repeated_one_once() throws Exception {
        store.commit(
                at(1).telemetry(ONE, 9).telemetry(OTHER, 9).telemetry(ONE, 5).build());
        store.commit(at(2).telemetry(ONE, 9).build());

        reopenStore();

        assertThat(store.telemetry(ONE)).containsExactly(5L, 9L);
        assertThat(store.telemetry(OTHER)).containsExactly(9L);
        assertThat(store.telemetryBefore(9)).containsExactly(5L);
        assertThat(store.reader().telemetry(ONE)).containsExactly(5L, 9L);
    }

    @Test
    void chunks_come_back_by_offset_and_a_repeated_one_once() throws Exception {
        store.commit(
                at(1).chunk(7, 100, 50, 9).chunk(7, 0, 100, 5).chunk(8, 0, 1, 1).build());
        store.commit(at(2).chunk(7, 100, 50, 9).build());

        reopenStore();

        assertThat(store.chunks(7))
                .containsExactly(new Batch.ChunkRow(7, 0, 100, 5), new Batch.ChunkRow(7, 100, 50, 9));
    }

    @Test
    void record_indexes_come_back_in_order_of_commit() throws Exception {
        store.commit(at(1).records(ONE, (byte) 1).records(OTHER, (byte) 9).build());
        store.commit(at(2).records(ONE, (byte) 2, (byte) 3).build());

        reopenStore();

        assertThat(store.recordIndex(ONE)).containsExactly(new byte[] {1}, new byte[] {2, 3});
    }

    @Test
    void holders_are_the_events_of_other_sessions_with_the_same_copy_id() {
        store.commit(at(1).event(copy(1, ONE, true, 77))
                .event(copy(2, OTHER, false, 77))
                .event(copy(3, OTHER, true, 78))
                .event(copy(4, OTHER, true, 0))
                .build());

        assertThat(store.holders(List.of(77L, 0L), ONE)).containsExactly(new CopyHolder(77, OTHER, 2, false));
        assertThat(store.holders(List.of(77L), claude("never seen"))).hasSize(2);
    }

    @Test
    void copies_are_an_event_and_those_that_share_its_copy_id() {
        store.commit(at(1).event(copy(1, ONE, true, 77))
                .event(copy(2, OTHER, false, 77))
                .event(copy(3, OTHER, true, 0))
                .build());

        var original = new Copy(new EventKey(ONE, Kind.MESSAGE, "key-1"), true);
        var copied = new Copy(new EventKey(OTHER, Kind.MESSAGE, "key-2"), false);
        assertThat(store.reader().copies(original.key())).containsExactlyInAnyOrder(original, copied);
        assertThat(store.reader().copies(copied.key())).containsExactlyInAnyOrder(original, copied);
        assertThat(store.reader().copies(new EventKey(OTHER, Kind.MESSAGE, "key-3")))
                .isEmpty();
        assertThat(store.reader().copies(new EventKey(OTHER, Kind.PROMPT, "key-2")))
                .isEmpty();
    }

    private static Batch.EventRow copy(long id, SessionId session, boolean owned, long copyId) {
        return event(id, session, Kind.MESSAGE, 1, "copied", null, owned, copyId, null);
    }

    @Test
    void an_owner_can_change() throws Exception {
        store.commit(at(1).event(copy(1, ONE, true, 77)).build());

        store.commit(at(2).own(1, false).build());

        reopenStore();
        assertThat(store.events(ONE)).containsExactly(new StoredEvent(1, Kind.MESSAGE, "key-1", false, 77));
    }

    @Test
    void counters_and_unknown_counts_add_up_over_commits() throws Exception {
        store.commit(at(1).count("a", 1)
                .count("b", 5)
                .unknown(Agent.CODEX, "x", "1", 2)
                .build());
        store.commit(at(2).count("a", 2).unknown(Agent.CODEX, "x", "1", 3).build());

        reopenStore();

        assertThat(store.counters()).isEqualTo(Map.of("a", 3L, "b", 5L));
        assertThat(store.reader().unknown()).isEqualTo(Map.of(new Batch.UnknownType(Agent.CODEX, "x", "1"), 5L));
    }

    @Test
    void types_beyond_those_that_are_told_apart_are_counted_together() throws Exception {
        var first = at(1);
        for (int i = 0; i < Batch.UnknownType.TYPES_MAX + 2; i++) first.unknown(Agent.CODEX, "type" + i, "1", 1);
        store.commit(first.build());
        store.commit(at(2).unknown(Agent.CODEX, "new", "1", 4)
                .unknown(Agent.CODEX, "type0", "1", 1)
                .build());

        var unknown = store.reader().unknown();
        var beyond = new Batch.UnknownType(Agent.CODEX, "new", "1");
        assertThat(unknown)
                .hasSize(Batch.UnknownType.TYPES_MAX + 1)
                .containsEntry(new Batch.UnknownType(Agent.CODEX, "type0", "1"), 2L)
                .containsEntry(beyond.others(), 6L)
                .doesNotContainKey(beyond);
    }

    @Test
    void a_ledger_is_replaced_whole() throws Exception {
        var hole = gap("ordinal 7");
        store.commit(at(1).gaps(ONE, List.of(hole, gap("ordinal 8"))).build());
        store.commit(at(2).gaps(ONE, List.of(hole)).build());

        reopenStore();

        assertThat(store.reader().gaps(ONE)).containsExactly(hole);
        assertThat(store.reader().gaps(null)).containsExactly(hole);
        assertThat(store.reader().gaps(OTHER)).isEmpty();
        assertThat(store.gaps(ONE)).containsExactly(hole);
        assertThat(store.gaps(OTHER)).isEmpty();
    }

    private static Gap gap(String id) {
        return new Gap(ONE, Gap.Kind.ORDINAL_HOLE, id, Gap.State.OPEN, 5, "7 is missing");
    }

    @Test
    void the_last_decisions_come_latest_first() throws Exception {
        store.commit(at(1).decision("first", "accepted")
                .decision("second", "duplicate")
                .build());
        store.commit(at(2).decision("third", "replaced").build());

        reopenStore();

        assertThat(store.reader().decisions(2))
                .extracting(Batch.DecisionRow::key)
                .containsExactly("third", "second");
        assertThat(store.reader().decisions(10)).hasSize(3);
    }

    @Test
    void notes_are_kept() throws Exception {
        assertThat(store.note("reader")).isNull();
        store.note("reader", "1");
        store.note("reader", "2");

        reopenStore();

        assertThat(store.note("reader")).isEqualTo("2");
        assertThat(store.reader().note("reader")).isEqualTo("2");
        assertThat(store.reader().note("other")).isNull();
    }
}
