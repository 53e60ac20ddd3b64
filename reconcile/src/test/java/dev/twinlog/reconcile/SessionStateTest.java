package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Told.CLAUDE;
import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.SessionState.Fit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private static final String LONG = "x".repeat(Winner.KEPT_TEXT_MAX + 1);

    private final Map<Long, SortedMap<FieldGroup, Chosen>> rows = new HashMap<>();
    private final List<Decision> log = new ArrayList<>();

    private List<Event> stored(SessionState state) {
        var events = new ArrayList<Event>();
        for (var event : state.unstored()) {
            var settled = event.event(rows::get);
            rows.put(rows.size() + 1L, settled.groups());
            event.stored(rows.size());
            events.add(settled);
        }
        state.flushed();
        return events;
    }

    private SessionState state(Heard... heard) {
        var state = new SessionState(heard[0] instanceof RecordSeen r ? r.session() : CLAUDE, rows::get);
        for (var each : heard) assertThat(state.hear(each, log::add)).isEqualTo(Fit.FITS);
        return state;
    }

    private static Told call(long at, String id) {
        return Told.of(Kind.TOOL_CALL, at).alias(Alias.Type.ITEM, id).put(FieldGroup.INPUT, "input", "ls " + id);
    }

    private static Link link(Kind kind, String one, String other) {
        return new Link(CLAUDE, kind, new Alias(Alias.Type.ITEM, one), new Alias(Alias.Type.ITEM, other));
    }

    @Test
    void a_link_alone_tells_of_no_event() {
        assertThat(state(link(Kind.TOOL_CALL, "a", "b")).events()).isEmpty();
    }

    @Test
    void what_a_link_joins_is_one_event_named_by_the_least_id() {
        var before = state(link(Kind.TOOL_CALL, "b", "a"), call(1, "b").heard());
        assertThat(before.events())
                .singleElement()
                .satisfies(event -> assertThat(event.key().id()).isEqualTo("a"));
    }

    @Test
    void a_late_link_that_joins_two_events_is_logged_as_linked() {
        var state = state(call(1, "a").heard(), call(2, "b").heard());
        stored(state);
        assertThat(state.hear(link(Kind.TOOL_CALL, "a", "b"), log::add)).isEqualTo(Fit.FITS);
        assertThat(log.getLast().verdict()).isEqualTo(Verdict.LINKED);
        assertThat(state.changed()).isTrue();
        assertThat(state.forgotten()).hasSize(1);
        assertThat(state.events()).hasSize(1);
    }

    @Test
    void a_link_from_a_request_to_a_second_message_is_refused() {
        var state = state(
                Told.of(Kind.MODEL_REQUEST, 1)
                        .alias(Alias.Type.REQUEST, "r")
                        .alias(Alias.Type.MESSAGE, "m1")
                        .heard(),
                Told.of(Kind.MODEL_REQUEST, 2).alias(Alias.Type.MESSAGE, "m2").heard(),
                new Link(
                        CLAUDE,
                        Kind.MODEL_REQUEST,
                        new Alias(Alias.Type.REQUEST, "r"),
                        new Alias(Alias.Type.MESSAGE, "m2")));
        assertThat(state.events()).hasSize(2);
        assertThat(state.refusedLinks()).isEqualTo(1);
    }

    @Test
    void two_things_told_by_one_record_are_both_heard() {
        var state = state(
                call(1, "a").identity(5).heard(),
                call(1, "b").identity(5).heard(),
                Told.of(Kind.MESSAGE, 1).alias(Alias.Type.ITEM, "m").identity(5).heard());
        assertThat(state.events()).hasSize(3);
    }

    @Test
    void a_repeat_is_a_duplicate() {
        var said = call(1, "a").heard();
        state(said, said);
        assertThat(log).extracting(Decision::verdict).containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE);
    }

    @Test
    void usage_that_hashes_alike_is_still_another_usage() {
        var first = usage(1, 1, 31).heard();
        var second = usage(2, 0, 62).heard();
        assertThat(first.groups().get(FieldGroup.USAGE).hashCode())
                .isEqualTo(second.groups().get(FieldGroup.USAGE).hashCode());
        var state = state(first, second);
        assertThat(stored(state)
                        .getFirst()
                        .groups()
                        .get(FieldGroup.USAGE)
                        .fields()
                        .number("outputTokens", -1))
                .isEqualTo(62);
    }

    /// Fields hash as a sum with powers of 31, over the names in their order.
    private static Told usage(long at, long input, long output) {
        return Told.of(Kind.MODEL_REQUEST, at)
                .alias(Alias.Type.MESSAGE, "m")
                .put(FieldGroup.USAGE, "inputTokens", input)
                .put(FieldGroup.USAGE, "outputTokens", output);
    }

    @Test
    void a_late_parent_touches_what_hangs_under_it() {
        var state = state(
                Told.record(2, 1, 11),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(2))
                        .heard());
        assertThat(stored(state))
                .singleElement()
                .satisfies(event -> assertThat(event.turn()).isNull());
        assertThat(state.hear(Told.opener(1, 0, 10, "p"), log::add)).isEqualTo(Fit.FITS);
        assertThat(state.changed()).isTrue();
        assertThat(stored(state))
                .singleElement()
                .satisfies(event -> assertThat(event.turn()).isEqualTo("p"));
    }

    @Test
    void an_event_loaded_again_is_told_when_its_turn_is_known() {
        List<Heard> heard = List.of(
                Told.record(2, 1, 11),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(2))
                        .heard());
        var loaded = SessionState.settleAgain(CLAUDE, rows::get, heard);
        loaded.events().forEach(event -> event.stored(1));
        loaded.flushed();
        loaded.hear(Told.opener(1, 0, 10, "p"), log::add);
        assertThat(loaded.unstored()).hasSize(1);
    }

    @Test
    void a_prompt_counted_by_an_id_that_goes_to_a_later_prompt_is_settled_again() {
        var otlp = Told.of(Kind.PROMPT, 10)
                .by(Witness.OTLP)
                .nth(Nth.Scope.TURN, "prompt", "otlp")
                .turn(new TurnRef.Named("p"))
                .heard();
        var state = state(Told.opener(1, 0, 10, "p"), otlp);
        assertThat(state.hear(Told.opener(2, 1, 20, "p"), log::add)).isEqualTo(Fit.SETTLE_AGAIN);
    }

    @Test
    void an_opening_record_heard_again_fits() {
        var state = state(
                Told.record(CODEX, 1, 0, 10, "a", true),
                Told.of(CODEX, Kind.MESSAGE, 12)
                        .nth(Nth.Scope.TURN, "message", "event")
                        .turn(TurnRef.RUNNING)
                        .heard());
        assertThat(state.hear(Told.record(CODEX, 1, 0, 10, "a", true), log::add))
                .isEqualTo(Fit.FITS);
    }

    @Test
    void the_trigger_of_settling_again_gets_its_verdict_on_the_whole() {
        var later = message(20, "later");
        var earlier = message(10, "earlier");
        var state = state(later);
        assertThat(state.hear(earlier, log::add)).isEqualTo(Fit.SETTLE_AGAIN);
        assertThat(log).hasSize(1);
        var again = SessionState.settleAgain(CLAUDE, rows::get, List.of(later, earlier), earlier, log::add);
        assertThat(log).hasSize(2);
        assertThat(log.getLast().verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(again.events()).hasSize(2);
    }

    private static Observation message(long at, String text) {
        return Told.of(Kind.MESSAGE, at)
                .nth(Nth.Scope.SESSION, "10/2/3", "event")
                .put(FieldGroup.INPUT, "text", text)
                .heard();
    }

    @Test
    void a_counted_record_from_an_earlier_place_of_another_file_is_settled_again_as_a_duplicate() {
        var first = Told.of(Kind.MESSAGE, 10)
                .nth(Nth.Scope.SESSION, "message", "event")
                .identity(5)
                .sequence(100);
        var state = state(first.heard());
        var moved = first.sequence(50).heard();
        assertThat(state.hear(moved, log::add)).isEqualTo(Fit.SETTLE_AGAIN);
        var all = List.of(first.sequence(100).heard(), moved);
        SessionState.settleAgain(CLAUDE, rows::get, all, moved, log::add);
        assertThat(log.getLast().verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(log).hasSize(2);
    }

    @Test
    void a_repeated_total_takes_nothing_away() {
        var first = total(1);
        var state = Told.state(CODEX, first, total(2));
        var event = state.events().iterator().next().event(rows::get);
        assertThat(event.groups().get(FieldGroup.USAGE).fields().number("inputTokens", -1))
                .isEqualTo(10);
        assertThat(state.events()).hasSize(1);
    }

    private static Observation total(long at) {
        return Told.of(CODEX, Kind.MODEL_REQUEST, at)
                .alias(Alias.Type.TOTAL, TotalAlias.of(10, 0, 0, 0, 0))
                .phase(Phase.DERIVED)
                .put(FieldGroup.USAGE, "inputTokens", 10L)
                .heard();
    }

    @Test
    void of_two_turns_of_one_trace_the_least_is_believed_in_any_order() {
        var said = Told.of(CODEX, Kind.NOTICE, 5)
                .alias(Alias.Type.ITEM, "n")
                .turn(new TurnRef.Traced("x"))
                .heard();
        var a = trace("a");
        var b = trace("b");
        for (var links : List.of(List.of(a, b), List.of(b, a))) {
            var state = Told.state(CODEX, said, links.getFirst(), links.getLast());
            assertThat(state.events().iterator().next().event(rows::get).turn()).isEqualTo("a");
        }
    }

    private static Link trace(String turn) {
        return new Link(CODEX, Kind.TURN, new Alias(Alias.Type.TURN, turn), new Alias(Alias.Type.DIGEST, "trace/x"));
    }

    @Test
    void long_texts_are_put_away_and_given_back() {
        var state = state(call(1, "a").put(FieldGroup.OUTPUT, "output", LONG).heard());
        stored(state);
        var event = state.events().iterator().next();
        assertThat(event.fields(FieldGroup.OUTPUT).text("output")).isNull();
        assertThat(event.event(rows::get)
                        .groups()
                        .get(FieldGroup.OUTPUT)
                        .fields()
                        .text("output"))
                .isEqualTo(LONG);
    }

    @Test
    void a_repeat_of_what_was_put_away_is_known() {
        var first = call(1, "a").put(FieldGroup.OUTPUT, "output", LONG);
        var state = state(first.heard());
        stored(state);
        state.hear(first.heard(), log::add);
        state.hear(call(1, "a").put(FieldGroup.OUTPUT, "output", LONG + "y").heard(), log::add);
        assertThat(log)
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.REPLACED);
    }

    @Test
    void a_summary_is_the_same_when_long_texts_are_away() {
        var state = state(
                prompt(1, "task_notification", "t")
                        .put(FieldGroup.ABOUT, "note", LONG)
                        .heard(),
                prompt(2, "human", "first line\n" + LONG).heard(),
                Told.of(Kind.MODEL_REQUEST, 3)
                        .alias(Alias.Type.MESSAGE, "m")
                        .put(FieldGroup.ABOUT, "messageId", "m")
                        .put(FieldGroup.ABOUT, "model", "opus")
                        .put(FieldGroup.ABOUT, "error", LONG)
                        .heard());
        var before = state.summary(null);
        stored(state);
        assertThat(state.summary(null)).isEqualTo(before);
        assertThat(before.prompts()).isEqualTo(1);
        assertThat(before.messages()).isEqualTo(1);
        assertThat(before.title()).isEqualTo("first line");
        assertThat(before.model()).isEqualTo("opus");
    }

    private static Told prompt(long at, String source, String text) {
        return Told.of(Kind.PROMPT, at)
                .alias(Alias.Type.RECORD, source)
                .put(FieldGroup.ABOUT, "source", source)
                .put(FieldGroup.INPUT, "text", text);
    }

    @Test
    void a_subagents_prompt_is_no_persons() {
        var state = state(prompt(1, "human", "count").agent("agent").heard());
        assertThat(state.summary(null).prompts()).isZero();
    }

    @Test
    void what_another_session_owns_does_not_count() {
        var state = state(prompt(1, "human", "hello").heard(), call(2, "a").heard());
        state.events().forEach(event -> event.give(CODEX));
        assertThat(state.summary(null).prompts()).isZero();
        assertThat(state.summary(null).toolCalls()).isZero();
    }

    @Test
    void of_two_records_in_one_moment_the_same_names_the_copy_in_every_session() {
        var call = call(5, "a").copyId(3);
        var result = call(5, "a").copyId(2);
        var one = state(call.identity(10).heard(), result.identity(20).heard());
        var other = state(result.identity(10).heard(), call.identity(20).heard());
        assertThat(one.events().iterator().next().copyId()).isEqualTo(2);
        assertThat(other.events().iterator().next().copyId()).isEqualTo(2);
    }

    @Test
    void an_earlier_record_of_an_event_may_give_it_another_running_turn() {
        var said = Told.of(CODEX, Kind.NOTICE, 25)
                .alias(Alias.Type.ITEM, "n")
                .turn(TurnRef.RUNNING)
                .put(FieldGroup.ABOUT, "subtype", "x");
        var state =
                state(Told.record(CODEX, 1, 0, 10, "a", true), Told.record(CODEX, 2, 0, 20, "b", true), said.heard());
        assertThat(stored(state).getFirst().turn()).isEqualTo("b");
        state.hear(
                Told.of(CODEX, Kind.NOTICE, 15)
                        .alias(Alias.Type.ITEM, "n")
                        .turn(TurnRef.RUNNING)
                        .heard(),
                log::add);
        assertThat(stored(state).getFirst().turn()).isEqualTo("a");
    }

    @Test
    void a_call_without_a_result_is_a_gap_once_it_cannot_be_running() {
        var gap = state(call(1000, "a").heard()).gaps().getFirst();
        assertThat(gap.kind()).isEqualTo(Gap.Kind.TOOL_WITHOUT_RESULT);
        assertThat(gap.since()).isEqualTo(1000 + GapRules.STILL_RUNNING.toMillis());
        var answered = state(
                call(1000, "a").heard(),
                call(1001, "a").put(FieldGroup.OUTPUT, "output", "x").heard());
        assertThat(answered.gaps()).isEmpty();
    }

    @Test
    void an_interrupted_turn_explains_its_open_call() {
        var state = state(
                Told.opener(1, 0, 5, "p"),
                call(10, "a").turn(new TurnRef.Under(1)).heard(),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(1))
                        .put(FieldGroup.ABOUT, "subtype", "interrupted")
                        .put(FieldGroup.ABOUT, "more", LONG)
                        .heard());
        stored(state);
        assertThat(state.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.state()).isEqualTo(Gap.State.EXPLAINED));
    }

    private static RecordSeen ordinal(long ordinal, long file) {
        return new RecordSeen(CODEX, 0, 0, 10, ordinal, null, false, false, ordinal, file, null);
    }

    @Test
    void a_hole_that_a_copy_of_the_rollout_fills_is_none() {
        var torn = Told.state(CODEX, ordinal(0, 1), ordinal(2, 1));
        assertThat(torn.gaps()).extracting(Gap::id).containsExactly("1-1");
        torn.hear(ordinal(0, 2), log::add);
        torn.hear(ordinal(2, 2), log::add);
        assertThat(torn.gaps()).hasSize(1);
        torn.hear(ordinal(1, 2), log::add);
        assertThat(torn.gaps()).isEmpty();
        assertThat(torn.changed()).isTrue();
    }

    @Test
    void a_line_that_cannot_be_read_is_one_gap_however_often_it_is_captured() {
        var state = Told.state(CLAUDE, unreadable(7, 1), unreadable(99, 1), unreadable(7, 2));
        assertThat(state.gaps()).extracting(Gap::id).doesNotHaveDuplicates().hasSize(2);
    }

    private static Unreadable unreadable(long position, long file) {
        return new Unreadable(CLAUDE, Agent.CLAUDE, Unreadable.Reason.NOT_JSON, new RawPlace(position, 64, 3), file);
    }
}
