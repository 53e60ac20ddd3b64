package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Phase;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of items that are begun and not finished (SPEC 3.7).
class LooseEndsTest {
    private static final TurnRef TURN = new TurnRef.Named("t");

    private final Shelf shelf = new Shelf();

    private static Told item(Kind kind, long at, String id) {
        return Told.of(CODEX, kind, at).alias(Alias.Type.ITEM, id).turn(TURN);
    }

    private static Told live(long at, String id, long generation) {
        return live(at, id, generation, Shelf.LONG);
    }

    private static Told live(long at, String id, long generation, String text) {
        return item(Kind.MESSAGE, at, id)
                .by(Witness.STREAM)
                .phase(Phase.DELTA)
                .put(FieldGroup.LIVE, "text", text)
                .put(FieldGroup.LIVE, LooseEnds.GENERATION, generation);
    }

    private static Told error(long at) {
        return item(Kind.NOTICE, at, "e" + at)
                .by(Witness.STREAM)
                .put(FieldGroup.ABOUT, "subtype", LooseEnds.STREAM_ERROR);
    }

    private static Told message(long at, String id) {
        return item(Kind.MESSAGE, at, id).put(FieldGroup.INPUT, "text", "done");
    }

    private static Told end(long at) {
        return Told.of(CODEX, Kind.TURN, at)
                .alias(Alias.Type.TURN, "t")
                .turn(TURN)
                .put(FieldGroup.OUTCOME, "status", "completed");
    }

    private List<String> items(SessionState state) {
        return state.events().stream()
                .filter(event -> event.kind() == Kind.MESSAGE || event.kind() == Kind.TOOL_CALL)
                .map(event -> event.event(shelf))
                .map((Event event) -> event.key().id() + " " + event.status())
                .toList();
    }

    @Test
    void live_text_is_open_until_its_turn_ends_and_incomplete_after() {
        var state = shelf.state(live(1, "a", 1).heard());
        assertThat(items(state)).containsExactly("a open");
        shelf.store(state);
        shelf.hear(state, end(2).heard());
        assertThat(items(state)).containsExactly("a incomplete");
        assertThat(state.unstored()).hasSize(2);
    }

    private static Told turn(long at, String name) {
        return Told.of(CODEX, Kind.TURN, at)
                .alias(Alias.Type.TURN, name)
                .turn(new TurnRef.Named(name))
                .put(FieldGroup.ABOUT, "model", "m");
    }

    private List<String> turns(SessionState state) {
        return state.events().stream()
                .filter(event -> event.kind() == Kind.TURN)
                .map(event -> event.event(shelf))
                .map((Event event) -> event.key().id() + " " + event.status())
                .toList();
    }

    @Test
    void a_codex_turn_without_an_end_is_over_when_a_later_one_began() {
        var call = item(Kind.TOOL_CALL, 2, "call").put(FieldGroup.ABOUT, "name", "exec_command");
        var state = shelf.state(turn(1, "t").heard(), call.heard());
        assertThat(turns(state)).containsExactly("t open");
        assertThat(items(state)).containsExactly("call open");
        shelf.store(state);
        shelf.hear(state, turn(3, "later").heard());
        assertThat(turns(state)).containsExactly("t incomplete", "later open");
        assertThat(items(state)).containsExactly("call incomplete");
        assertThat(state.unstored()).hasSize(3);
    }

    @Test
    void the_end_of_a_turn_that_a_later_one_followed_is_believed() {
        var state = shelf.state(turn(1, "t").heard(), turn(3, "later").heard());
        shelf.hear(state, end(4).heard());
        assertThat(turns(state)).containsExactly("t completed", "later open");
    }

    @Test
    void a_turn_that_a_parent_asked_for_ends_no_other_and_is_ended_by_none() {
        var given = turn(2, "given").put(FieldGroup.ABOUT, "parentTurn", "t");
        var state = shelf.state(turn(1, "t").heard(), given.heard());
        assertThat(turns(state)).containsExactly("t open", "given open");
        shelf.hear(state, turn(3, "later").heard());
        assertThat(turns(state)).containsExactly("t incomplete", "given open", "later open");
    }

    @Test
    void a_message_that_is_not_finished_does_not_count() {
        var state = shelf.state(live(1, "a", 1).heard());
        assertThat(state.summary(null).messages()).isZero();
        shelf.hear(state, message(2, "a").heard());
        assertThat(state.summary(null).messages()).isEqualTo(1);
    }

    @Test
    void a_later_generation_ends_what_an_earlier_one_began() {
        var state = shelf.state(live(1, "a", 1).heard(), live(2, "b", 2).heard());
        assertThat(items(state)).containsExactly("a incomplete", "b open");
    }

    @Test
    void the_end_of_a_generation_ends_what_it_began() {
        var over = new SessionFact(CODEX, SessionFact.Name.GENERATION_OVER, "1", Witness.STREAM, 5, 1, 1);
        var state = shelf.state(live(1, "a", 1).heard(), live(1, "b", 1).heard(), over);
        assertThat(items(state)).containsExactly("a incomplete", "b incomplete");
        shelf.hear(state, message(3, "a").heard());
        assertThat(items(state)).containsExactly("a completed", "b incomplete");
    }

    @Test
    void a_call_whose_turn_ended_without_its_result_is_incomplete() {
        var state = shelf.state(item(Kind.TOOL_CALL, 1, "c")
                .put(FieldGroup.INPUT, "input", "ls")
                .heard());
        assertThat(items(state)).containsExactly("c open");
        shelf.hear(state, end(2).heard());
        assertThat(items(state)).containsExactly("c incomplete");
    }

    @Test
    void after_a_stream_error_a_later_item_of_the_kind_takes_the_place_of_the_first() {
        var state = shelf.state(
                live(1, "a", 1).heard(), error(2).heard(), message(3, "b").heard());
        assertThat(items(state)).containsExactly("a open", "b completed");
        shelf.store(state);
        shelf.hear(state, end(4).heard());
        assertThat(items(state)).containsExactly("b completed");
        shelf.store(state);
        assertThat(shelf.size()).isEqualTo(3);
    }

    @Test
    void what_was_folded_away_comes_back_when_it_is_completed_after_all() {
        var state = shelf.state(
                live(1, "a", 1).heard(), error(2).heard(), message(3, "b").heard());
        shelf.store(state);
        shelf.hear(state, end(4).heard());
        shelf.store(state);
        shelf.hear(state, message(5, "a").heard());
        assertThat(shelf.store(state))
                .singleElement()
                .satisfies(event -> assertThat(event.groups()).containsOnlyKeys(FieldGroup.INPUT));
        assertThat(items(state)).containsExactlyInAnyOrder("a completed", "b completed");
    }

    @Test
    void without_an_error_between_or_of_another_kind_nothing_is_folded_away() {
        var before = shelf.state(
                error(0).heard(), live(1, "a", 1).heard(), message(3, "b").heard(), end(4).heard());
        assertThat(items(before)).containsExactly("a incomplete", "b completed");
        var other = shelf.state(
                live(1, "a", 1).heard(),
                error(2).heard(),
                item(Kind.TOOL_CALL, 3, "c")
                        .put(FieldGroup.OUTPUT, "output", "x")
                        .heard(),
                end(4).heard());
        assertThat(items(other)).containsExactly("a incomplete", "c completed");
    }

    @Test
    void what_the_transcript_tells_of_is_never_folded_away() {
        var call = item(Kind.TOOL_CALL, 1, "c").put(FieldGroup.INPUT, "input", "ls");
        var later = item(Kind.TOOL_CALL, 3, "d").put(FieldGroup.OUTPUT, "output", "x");
        var state = shelf.state(call.heard(), error(2).heard(), later.heard(), end(4).heard());
        assertThat(items(state)).containsExactly("c incomplete", "d completed");
    }

    @Test
    void the_last_frame_of_the_last_generation_tells_the_live_text() {
        var first = live(9, "a", 1, "gone").sequence(5);
        var second = live(3, "a", 2, "be").sequence(1);
        var third = live(3, "a", 2, "begun").sequence(2);
        var state = shelf.state(third.heard(), second.heard(), first.heard());
        assertThat(state.events().iterator().next().fields(FieldGroup.LIVE).text("text"))
                .isEqualTo("begun");
    }
}
