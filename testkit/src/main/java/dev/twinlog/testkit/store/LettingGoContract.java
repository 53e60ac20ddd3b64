package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.file;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Kind;
import dev.twinlog.store.RawTelemetry.Expired;
import dev.twinlog.store.RawTelemetry.Name;
import java.util.List;
import java.util.Map;
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

    @Test
    void a_session_that_let_go_of_its_telemetry_is_sealed_and_keeps_the_names_of_its_events() throws Exception {
        telemetryOfTwo();
        store.rawTelemetry().expire(ONE, 6, List.of(new Name(Kind.PROMPT, "TURN/t", "key")));
        store.rawTelemetry().expire(ONE, 6, List.of(new Name(Kind.PROMPT, "TURN/t", "another")));
        reopenStore();
        assertThat(store.sealed()).containsExactly(ONE);
        assertThat(store.rawTelemetry().expired()).isEqualTo(Map.of(ONE, new Expired(6, 1, 2, 3)));
        assertThat(store.rawTelemetry().names(ONE)).containsExactly(new Name(Kind.PROMPT, "TURN/t", "key"));
        assertThat(store.rawTelemetry().names(OTHER)).isEmpty();
        assertThat(store.reader().telemetryExpired(ONE)).isTrue();
        assertThat(store.reader().telemetryExpired(OTHER)).isFalse();
        assertThat(store.telemetry(ONE)).containsExactly(7L);
        assertThat(store.rawTelemetry().last()).isEqualTo(Map.of(ONE, 7L, OTHER, 4L));
    }

    private void telemetryOfTwo() {
        store.commit(at(10).session(session(ONE, "/p", 1, 2))
                .session(session(OTHER, "/p", 1, 2))
                .telemetry(ONE, 3)
                .telemetry(ONE, 4)
                .telemetry(ONE, 7)
                .telemetry(OTHER, 4)
                .build());
    }

    @Test
    void a_request_awaits_the_sweep_when_it_tells_of_no_session_any_more() throws Exception {
        telemetryOfTwo();
        store.rawTelemetry().expire(ONE, 6, List.of());
        reopenStore();
        assertThat(store.rawTelemetry().unswept()).containsExactly(3L);
        store.remove(OTHER);
        reopenStore();
        assertThat(store.rawTelemetry().unswept()).containsExactly(3L, 4L);
        store.rawTelemetry().swept(List.of(3L));
        reopenStore();
        assertThat(store.rawTelemetry().unswept()).containsExactly(4L);
    }

    @Test
    void what_was_let_go_of_already_changes_nothing_and_what_is_let_go_of_later_goes_on() {
        telemetryOfTwo();
        store.rawTelemetry().expire(ONE, 6, List.of());
        store.rawTelemetry().expire(ONE, 5, List.of());
        assertThat(store.rawTelemetry().expired().get(ONE))
                .extracting(Expired::before)
                .isEqualTo(6L);
        store.rawTelemetry().expire(ONE, 9, List.of());
        assertThat(store.rawTelemetry().expired().get(ONE))
                .extracting(Expired::before)
                .isEqualTo(9L);
        assertThat(store.rawTelemetry().unswept()).containsExactly(3L, 7L);
    }

    @Test
    void a_removed_session_is_not_sealed_any_more() throws Exception {
        telemetryOfTwo();
        store.rawTelemetry().expire(ONE, 6, List.of(new Name(Kind.PROMPT, "TURN/t", "key")));
        store.remove(ONE);
        reopenStore();
        assertThat(store.rawTelemetry().expired()).isEmpty();
        assertThat(store.rawTelemetry().names(ONE)).isEmpty();
        assertThat(store.sealed()).isEmpty();
    }

    @Test
    void a_session_of_which_a_request_cannot_be_read_is_kept() throws Exception {
        telemetryOfTwo();
        store.rawTelemetry().keep(ONE);
        reopenStore();
        assertThat(store.sealed()).containsExactly(ONE);
    }
}
