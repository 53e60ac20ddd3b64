package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Shelf.LONG;
import static dev.twinlog.reconcile.Told.CLAUDE;
import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.SessionState.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private final Shelf shelf = new Shelf();

    private static Told call(long at, String id) {
        return Told.of(Kind.TOOL_CALL, at).alias(Alias.Type.ITEM, id).put(FieldGroup.INPUT, "input", "ls " + id);
    }

    private static Link link(Kind kind, String one, String other) {
        return new Link(CLAUDE, kind, new Alias(Alias.Type.ITEM, one), new Alias(Alias.Type.ITEM, other));
    }

    @Test
    void a_link_alone_tells_of_no_event() {
        assertThat(shelf.state(link(Kind.TOOL_CALL, "a", "b")).events()).isEmpty();
    }

    @Test
    void what_a_link_joins_is_one_event_named_by_the_least_id() {
        var before = shelf.state(link(Kind.TOOL_CALL, "b", "a"), call(1, "b").heard());
        assertThat(before.events())
                .singleElement()
                .satisfies(event -> assertThat(event.key().id()).isEqualTo("a"));
    }

    @Test
    void a_late_link_that_joins_two_events_is_logged_as_linked() {
        var state = shelf.state(call(1, "a").heard(), call(2, "b").heard());
        shelf.store(state);
        assertThat(state.hear(link(Kind.TOOL_CALL, "a", "b"), shelf.log()::add)).isEqualTo(Fit.FITS);
        assertThat(shelf.log().getLast().verdict()).isEqualTo(Verdict.LINKED);
        assertThat(state.changed()).isTrue();
        assertThat(state.forgotten()).hasSize(1);
        assertThat(state.events()).hasSize(1);
    }

    @Test
    void an_observation_that_joins_two_events_is_logged_as_linked_too() {
        var joining = call(3, "a").alias(Alias.Type.ITEM, "b").heard();
        shelf.state(call(1, "a").heard(), call(2, "b").heard(), joining);
        assertThat(shelf.log())
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.LINKED, Verdict.REPLACED);
        assertThat(shelf.log().get(2).key().id()).isEqualTo("a");
    }

    @Test
    void a_link_for_which_a_session_is_settled_again_logs_what_it_joins() {
        var second = request(1, "m2").alias(Alias.Type.REQUEST, "r").heard();
        var first = request(2, "m1").heard();
        var link = new Link(
                CLAUDE, Kind.MODEL_REQUEST, new Alias(Alias.Type.REQUEST, "r"), new Alias(Alias.Type.MESSAGE, "m1"));
        var telemetry = Told.of(Kind.MODEL_REQUEST, 3)
                .alias(Alias.Type.REQUEST, "r")
                .by(Witness.OTLP)
                .heard();
        var state = shelf.state(second, first, telemetry);
        assertThat(state.hear(link, decision -> {})).isEqualTo(Fit.SETTLE_AGAIN);
        shelf.log().clear();
        SessionState.settleAgain(CLAUDE, shelf, List.of(second, first, telemetry, link), link, shelf.log()::add);
        assertThat(shelf.log()).extracting(Decision::verdict).containsExactly(Verdict.LINKED);
    }

    private static Told request(long at, String message) {
        return Told.of(Kind.MODEL_REQUEST, at)
                .alias(Alias.Type.MESSAGE, message)
                .put(FieldGroup.ABOUT, "messageId", message);
    }

    @Test
    void a_link_from_a_request_to_a_second_message_is_refused() {
        var state = shelf.state(
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
        var state = shelf.state(
                call(1, "a").identity(5).heard(),
                call(1, "b").identity(5).heard(),
                Told.of(Kind.MESSAGE, 1).alias(Alias.Type.ITEM, "m").identity(5).heard());
        assertThat(state.events()).hasSize(3);
    }

    @Test
    void a_repeat_is_a_duplicate() {
        var said = call(1, "a").heard();
        shelf.state(said, said);
        assertThat(shelf.log()).extracting(Decision::verdict).containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE);
    }

    @Test
    void usage_that_hashes_alike_is_still_another_usage() {
        var first = usage(1, 1, 31).heard();
        var second = usage(2, 0, 62).heard();
        assertThat(first.groups().get(FieldGroup.USAGE).hashCode())
                .isEqualTo(second.groups().get(FieldGroup.USAGE).hashCode());
        var state = shelf.state(first, second);
        assertThat(shelf.store(state)
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
        var state = shelf.state(
                Told.record(2, 1, 11),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(2))
                        .heard());
        assertThat(shelf.store(state))
                .singleElement()
                .satisfies(event -> assertThat(event.turn()).isNull());
        assertThat(state.hear(Told.opener(1, 0, 10, "p"), shelf.log()::add)).isEqualTo(Fit.FITS);
        assertThat(state.changed()).isTrue();
        assertThat(shelf.store(state))
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
        var loaded = SessionState.settleAgain(CLAUDE, shelf, heard);
        loaded.events().forEach(event -> event.stored(1));
        loaded.flushed();
        loaded.hear(Told.opener(1, 0, 10, "p"), shelf.log()::add);
        assertThat(loaded.unstored()).hasSize(1);
    }

    @Test
    void a_prompt_counted_by_an_id_that_goes_to_a_later_prompt_is_settled_again() {
        var otlp = Told.of(Kind.PROMPT, 10)
                .by(Witness.OTLP)
                .nth(Nth.Scope.TURN, "prompt", "otlp")
                .turn(new TurnRef.Named("p"))
                .heard();
        var state = shelf.state(Told.opener(1, 0, 10, "p"), otlp);
        assertThat(state.hear(Told.opener(2, 1, 20, "p"), shelf.log()::add)).isEqualTo(Fit.SETTLE_AGAIN);
    }

    @Test
    void an_opening_record_heard_again_fits() {
        var state = shelf.state(
                Told.record(CODEX, 1, 0, 10, "a", true),
                Told.of(CODEX, Kind.MESSAGE, 12)
                        .nth(Nth.Scope.TURN, "message", "event")
                        .turn(TurnRef.RUNNING)
                        .heard());
        assertThat(state.hear(Told.record(CODEX, 1, 0, 10, "a", true), shelf.log()::add))
                .isEqualTo(Fit.FITS);
    }

    @Test
    void the_trigger_of_settling_again_gets_its_verdict_on_the_whole() {
        var later = message(20, "later");
        var earlier = message(10, "earlier");
        var state = shelf.state(later);
        assertThat(state.hear(earlier, shelf.log()::add)).isEqualTo(Fit.SETTLE_AGAIN);
        assertThat(shelf.log()).hasSize(1);
        var again = SessionState.settleAgain(CLAUDE, shelf, List.of(later, earlier), earlier, shelf.log()::add);
        assertThat(shelf.log()).hasSize(2);
        assertThat(shelf.log().getLast().verdict()).isEqualTo(Verdict.ACCEPTED);
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
        var state = shelf.state(first.heard());
        var moved = first.sequence(50).heard();
        assertThat(state.hear(moved, shelf.log()::add)).isEqualTo(Fit.SETTLE_AGAIN);
        var all = List.of(first.sequence(100).heard(), moved);
        SessionState.settleAgain(CLAUDE, shelf, all, moved, shelf.log()::add);
        assertThat(shelf.log().getLast().verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(shelf.log()).hasSize(2);
    }

    @Test
    void a_repeated_total_takes_nothing_away() {
        var first = total(1);
        var state = Told.state(CODEX, first, total(2));
        var event = state.events().iterator().next().event(shelf);
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
            assertThat(state.events().iterator().next().event(shelf).turn()).isEqualTo("a");
        }
    }

    private static Link trace(String turn) {
        return new Link(CODEX, Kind.TURN, new Alias(Alias.Type.TURN, turn), new Alias(Alias.Type.DIGEST, "trace/x"));
    }

    @Test
    void long_texts_are_put_away_and_given_back() {
        var state =
                shelf.state(call(1, "a").put(FieldGroup.OUTPUT, "output", LONG).heard());
        shelf.store(state);
        var event = state.events().iterator().next();
        assertThat(event.fields(FieldGroup.OUTPUT).text("output")).isNull();
        assertThat(event.event(shelf).groups().get(FieldGroup.OUTPUT).fields().text("output"))
                .isEqualTo(LONG);
    }

    @Test
    void a_repeat_of_what_was_put_away_is_known() {
        var first = call(1, "a").put(FieldGroup.OUTPUT, "output", LONG);
        var state = shelf.state(first.heard());
        shelf.store(state);
        state.hear(first.heard(), shelf.log()::add);
        state.hear(call(1, "a").put(FieldGroup.OUTPUT, "output", LONG + "y").heard(), shelf.log()::add);
        assertThat(shelf.log())
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.REPLACED);
    }

    @Test
    void of_two_records_in_one_moment_the_same_names_the_copy_in_every_session() {
        var call = call(5, "a").copyId(3);
        var result = call(5, "a").copyId(2);
        var one = shelf.state(call.identity(10).heard(), result.identity(20).heard());
        var other = shelf.state(result.identity(10).heard(), call.identity(20).heard());
        assertThat(one.events().iterator().next().copyId()).isEqualTo(2);
        assertThat(other.events().iterator().next().copyId()).isEqualTo(2);
    }

    @Test
    void an_earlier_record_of_an_event_may_give_it_another_running_turn() {
        var said = Told.of(CODEX, Kind.NOTICE, 25)
                .alias(Alias.Type.ITEM, "n")
                .turn(TurnRef.RUNNING)
                .put(FieldGroup.ABOUT, "subtype", "x");
        var state = shelf.state(
                Told.record(CODEX, 1, 0, 10, "a", true), Told.record(CODEX, 2, 0, 20, "b", true), said.heard());
        assertThat(shelf.store(state).getFirst().turn()).isEqualTo("b");
        state.hear(
                Told.of(CODEX, Kind.NOTICE, 15)
                        .alias(Alias.Type.ITEM, "n")
                        .turn(TurnRef.RUNNING)
                        .heard(),
                shelf.log()::add);
        assertThat(shelf.store(state).getFirst().turn()).isEqualTo("a");
    }
}
