package dev.twinlog.testkit.store;

import static dev.twinlog.testkit.store.Batches.at;
import static dev.twinlog.testkit.store.Batches.child;
import static dev.twinlog.testkit.store.Batches.claude;
import static dev.twinlog.testkit.store.Batches.event;
import static dev.twinlog.testkit.store.Batches.message;
import static dev.twinlog.testkit.store.Batches.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.SearchQuery;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SearchHit;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.store.StoreReader.SessionMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What views rely on, of every store.
public abstract class StoreReaderContract extends UsageContract {

    @Test
    void sessions_come_with_the_latest_activity_first() {
        threeSessions();

        assertThat(reader().sessions(SessionFilter.ALL))
                .extracting(SessionRow::id)
                .containsExactly(TWO, CHILD, ONE);
    }

    @Test
    void sessions_can_be_filtered_by_agent_project_time_and_number() {
        threeSessions();

        assertThat(ids(new SessionFilter(Agent.CODEX, null, Long.MIN_VALUE, Long.MAX_VALUE, 0)))
                .containsExactly(CHILD);
        assertThat(ids(new SessionFilter(null, "me/alp", Long.MIN_VALUE, Long.MAX_VALUE, 0)))
                .containsExactly(ONE);
        assertThat(ids(new SessionFilter(null, null, 201, Long.MAX_VALUE, 0))).containsExactly(TWO, CHILD);
        assertThat(ids(new SessionFilter(null, null, Long.MIN_VALUE, 150, 0))).containsExactly(ONE);
        assertThat(ids(new SessionFilter(null, null, Long.MIN_VALUE, Long.MAX_VALUE, 2)))
                .containsExactly(TWO, CHILD);
    }

    private List<SessionId> ids(SessionFilter filter) {
        return reader().sessions(filter).stream().map(SessionRow::id).toList();
    }

    @Test
    void a_session_is_found_by_its_id_its_whole_name_or_an_unambiguous_beginning() {
        threeSessions();
        var one = new SessionMatch.Found(session(ONE, "/home/me/alpha", 100, 200));

        assertThat(reader().session("aaaa-1")).isEqualTo(one);
        assertThat(reader().session("claude/aaaa-1")).isEqualTo(one);
        assertThat(reader().session("bb")).isInstanceOf(SessionMatch.Found.class);
        assertThat(reader().session("codex/aaaa-1")).isEqualTo(new SessionMatch.Unknown());
        assertThat(reader().session("aaaa")).isEqualTo(new SessionMatch.Ambiguous(List.of(ONE, TWO)));
        assertThat(reader().session("zz")).isEqualTo(new SessionMatch.Unknown());
        assertThat(reader().session("")).isEqualTo(new SessionMatch.Unknown());
        assertThat(reader().session("%")).isEqualTo(new SessionMatch.Unknown());
    }

    @Test
    @SuppressWarnings("NullAway") // a tuple may hold null
    void a_parent_is_told_unless_the_session_is_its_own_ancestor() {
        store.commit(at(1).session(child(claude("fork"), "root"))
                .session(child(claude("root"), "not-captured"))
                .session(child(claude("self"), "self"))
                .session(child(claude("a"), "b"))
                .session(child(claude("b"), "a"))
                .session(child(claude("of-a"), "a"))
                .build());

        assertThat(reader().sessions(SessionFilter.ALL))
                .extracting(row -> row.id().id(), SessionRow::parent)
                .containsExactlyInAnyOrder(
                        tuple("fork", "root"),
                        tuple("root", "not-captured"),
                        tuple("self", null),
                        tuple("a", null),
                        tuple("b", null),
                        tuple("of-a", "a"));
        assertThat(reader().session("self")).isEqualTo(new SessionMatch.Found(withoutParent("self")));
    }

    private static SessionRow withoutParent(String id) {
        return new SessionRow(claude(id), null, null, null, null, null, null, 1, 2, false, 0, 0, 0);
    }

    @Test
    void a_whole_id_is_no_beginning_of_a_longer_one() {
        store.commit(at(1).session(session(claude("ab"), null, 1, 1))
                .session(session(claude("abc"), null, 1, 1))
                .build());

        assertThat(reader().session("ab")).isEqualTo(new SessionMatch.Found(session(claude("ab"), null, 1, 1)));
    }

    @Test
    void a_long_body_is_read_when_it_is_asked_for() {
        threeSessions();
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.length() < 50_000)
            text.append(Long.toString(random.nextLong(), 36)).append(' ');
        store.commit(at(2).event(message(1, ONE, 10, text.toString())).build());

        var narrative = reader().narrative(ONE).orElseThrow();

        assertThat(narrative.events().getFirst().body()).isEqualTo(Batches.body(text.toString()));
    }

    @Test
    void a_narrative_has_all_events_of_its_session() {
        threeSessions();
        store.commit(at(2).event(message(1, ONE, 10, "mine"))
                .event(message(2, TWO, 10, "not mine"))
                .build());

        var narrative = reader().narrative(ONE).orElseThrow();

        assertThat(narrative.session().id()).isEqualTo(ONE);
        assertThat(narrative.events())
                .extracting(StoreReader.NarrativeEvent::key)
                .containsExactly("key-1");
        assertThat(narrative.events().getFirst().body()).isEqualTo(Batches.body("mine"));
        assertThat(reader().narrative(claude("unknown"))).isEmpty();
    }

    @Test
    void progress_tells_position_last_event_and_how_far_search_is() throws Exception {
        store.commit(at(42).event(message(7, ONE, 1, "x")).build());
        searchable(store);

        assertThat(reader().progress()).isEqualTo(new StoreReader.Progress(42, 7, 7));
    }

    @Test
    void search_finds_words_in_any_case_the_latest_first() throws Exception {
        store.commit(at(1).event(message(1, ONE, 100, "The Quick brown fox"))
                .event(message(2, TWO, 300, "a quick answer"))
                .event(message(3, TWO, 200, "quickly done"))
                .event(message(4, CHILD, 250, "QUICK"))
                .build());

        assertThat(keys("quick")).containsExactly("key-2", "key-4", "key-1");
        assertThat(keys("quick brown")).containsExactly("key-1");
        assertThat(keys("quick*")).containsExactly("key-2", "key-4", "key-3", "key-1");
        assertThat(keys("absent")).isEmpty();
        assertThat(found("quick", 2)).extracting(SearchHit::key).containsExactly("key-2", "key-4");
    }

    private List<String> keys(String query) throws Exception {
        return found(query, 0).stream().map(SearchHit::key).toList();
    }

    private List<SearchHit> found(String query, int limit) throws Exception {
        searchable(store);
        var hits = new ArrayList<SearchHit>();
        reader().search(SearchQuery.of(query), limit, hits::add);
        return hits;
    }

    @Test
    void a_hit_tells_where_the_match_stands_in_its_text() throws Exception {
        store.commit(at(1).event(message(1, ONE, 100, "some Déjà vu here")).build());

        var hit = found("deja", 0).getFirst();

        assertThat(hit.session()).isEqualTo(ONE);
        assertThat(hit.kind()).isEqualTo(Kind.MESSAGE);
        assertThat(hit.text().substring(hit.start(), hit.end())).isEqualTo("Déjà");
    }

    @Test
    void quoted_words_and_joined_words_must_stand_together() throws Exception {
        store.commit(at(1).event(message(1, ONE, 3, "the tool call failed"))
                .event(message(2, ONE, 2, "call the tool"))
                .event(message(3, ONE, 1, "tool-call"))
                .build());

        assertThat(keys("\"tool call\"")).containsExactly("key-1", "key-3");
        assertThat(keys("tool-call")).containsExactly("key-1", "key-3");
        assertThat(keys("tool call")).containsExactly("key-1", "key-2", "key-3");
    }

    @Test
    void any_part_of_a_text_without_spaces_and_any_emoji_is_found() throws Exception {
        store.commit(at(1).event(message(1, ONE, 2, "日本語のテキスト🚀を書く"))
                .event(message(2, ONE, 1, "日 本"))
                .build());

        assertThat(keys("日本語")).containsExactly("key-1");
        assertThat(keys("本語の")).containsExactly("key-1");
        assertThat(keys("く")).containsExactly("key-1");
        assertThat(keys("日")).containsExactly("key-1", "key-2");
        assertThat(keys("🚀")).containsExactly("key-1");
        assertThat(keys("語本")).isEmpty();
    }

    @Test
    void nothing_that_can_be_typed_is_an_error() throws Exception {
        store.commit(at(1).event(message(1, ONE, 1, "AND OR NOT near plain")).build());

        for (var typed :
                List.of("", " ", "\"", "\"\"", "*", "AND", "NOT near", "a:b", "(", "^plain", "{x} -y", "'", "\0"))
            assertThat(found(typed, 0)).as(typed).hasSizeLessThanOrEqualTo(1);
        assertThat(keys("AND NOT \"near")).containsExactly("key-1");
    }

    @Test
    void search_leaves_out_forgotten_events_and_copies() throws Exception {
        store.commit(at(1).event(message(1, ONE, 1, "needle"))
                .event(message(2, ONE, 2, "needle"))
                .event(event(3, TWO, Kind.MESSAGE, 3, "needle", null, false, 7, null))
                .build());
        assertThat(keys("needle")).containsExactly("key-2", "key-1");

        store.commit(at(2).forget(2).own(3, true).build());

        assertThat(keys("needle")).containsExactly("key-3", "key-1");
    }
}
