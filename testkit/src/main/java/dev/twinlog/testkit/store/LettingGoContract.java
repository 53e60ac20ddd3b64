package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.file;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What letting go of raw bytes and of sessions relies on, of every store.
public abstract class LettingGoContract extends StoreFixture {
    @Test
    void a_session_of_which_a_file_has_no_pieces_any_more_is_sealed() throws Exception {
        store.commit(at(10).file(file(1, ONE, "one.jsonl", 100))
                .chunk(1, 0, 100, 5)
                .session(session(ONE, "/p", 1, 2))
                .session(session(OTHER, "/p", 1, 2))
                .build());
        assertThat(store.expiredFiles()).isEmpty();
        assertThat(store.sealed()).isEmpty();
        store.expire(file(1, ONE, "one.jsonl", 100));
        reopenStore();
        assertThat(store.expiredFiles()).containsExactly(1L);
        assertThat(store.sealed()).containsExactly(ONE);
        assertThat(store.chunks(1)).isEmpty();
        assertThat(store.files(ONE)).hasSize(1);
        assertThat(store.session(ONE)).isNotNull();
    }

    @Test
    void a_removed_session_leaves_its_files_alone() throws Exception {
        store.commit(at(10).file(file(1, ONE, "one.jsonl", 100))
                .session(session(ONE, "/p", 1, 2))
                .session(session(OTHER, "/p", 1, 2))
                .telemetry(ONE, 3)
                .telemetry(OTHER, 3)
                .event(message(1, ONE, 1, "gone"))
                .event(message(2, OTHER, 1, "stays"))
                .build());
        store.remove(ONE);
        store.remove(ONE);
        reopenStore();
        assertThat(store.session(ONE)).isNull();
        assertThat(store.events(ONE)).isEmpty();
        assertThat(store.recordIndex(ONE)).isEmpty();
        assertThat(store.gaps(ONE)).isEmpty();
        assertThat(store.telemetry(ONE)).isEmpty();
        assertThat(store.telemetry(OTHER)).containsExactly(3L);
        assertThat(store.files()).hasSize(1);
        assertThat(store.events(OTHER)).hasSize(1);
        assertThat(store.lastEventId()).isEqualTo(2);
    }

    @Test
    void after_a_rest_it_answers_and_commits_as_before() throws Exception {
        store.commit(at(10).session(session(ONE, "/p", 1, 2))
                .event(message(1, ONE, 1, "before"))
                .build());
        var body = store.body(1);
        store.rest();
        assertThat(store.body(1)).isEqualTo(body);
        store.commit(at(20).event(message(2, ONE, 2, "after")).build());
        store.rest();
        reopenStore();
        assertThat(store.events(ONE)).hasSize(2);
        assertThat(store.position()).isEqualTo(20);
    }
}
