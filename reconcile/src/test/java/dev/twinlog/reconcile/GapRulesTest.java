package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Shelf.LONG;
import static dev.twinlog.reconcile.Told.CLAUDE;
import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Witness;
import org.junit.jupiter.api.Test;

class GapRulesTest {
    private final Shelf shelf = new Shelf();

    private static Told call(long at, String id) {
        return Told.of(Kind.TOOL_CALL, at).alias(Alias.Type.ITEM, id).put(FieldGroup.INPUT, "input", "ls " + id);
    }

    @Test
    void a_call_without_a_result_is_a_gap_once_it_cannot_be_running() {
        var gap = shelf.state(call(1000, "a").heard()).gaps().getFirst();
        assertThat(gap.kind()).isEqualTo(Gap.Kind.TOOL_WITHOUT_RESULT);
        assertThat(gap.since()).isEqualTo(1000 + GapRules.STILL_RUNNING.toMillis());
        var answered = shelf.state(
                call(1000, "a").heard(),
                call(1001, "a").put(FieldGroup.OUTPUT, "output", "x").heard());
        assertThat(answered.gaps()).isEmpty();
    }

    @Test
    void an_interrupted_turn_explains_its_open_call() {
        var state = shelf.state(
                Told.opener(1, 0, 5, "p"),
                call(10, "a").turn(new TurnRef.Under(1)).heard(),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(1))
                        .put(FieldGroup.ABOUT, "subtype", "interrupted")
                        .put(FieldGroup.ABOUT, "more", LONG)
                        .heard());
        shelf.store(state);
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
        torn.hear(ordinal(0, 2), shelf.log()::add);
        torn.hear(ordinal(2, 2), shelf.log()::add);
        assertThat(torn.gaps()).hasSize(1);
        torn.hear(ordinal(1, 2), shelf.log()::add);
        assertThat(torn.gaps()).isEmpty();
        assertThat(torn.changed()).isTrue();
    }

    @Test
    void a_line_that_cannot_be_read_is_one_gap_however_often_it_is_captured() {
        var state = Told.state(CLAUDE, unreadable(7, 1), unreadable(99, 1), unreadable(7, 2));
        assertThat(state.gaps()).extracting(Gap::id).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void a_line_that_is_too_long_is_one_gap_that_tells_its_begin_its_length_and_the_limit() {
        int seen = Unreadable.LINE_BYTES_MAX + 5;
        var state = Told.state(CLAUDE, tooLong(seen), tooLong(seen + 1_000), tooLong(seen));
        assertThat(state.gaps())
                .singleElement()
                .extracting(Gap::evidence)
                .asString()
                .contains("begins at offset 320", " " + (seen + 1_000) + " bytes", "at most 67108864 are read");
    }

    private static Unreadable tooLong(int length) {
        return new Unreadable(CLAUDE, Agent.CLAUDE, Unreadable.Reason.TOO_LONG, new RawPlace(7, 320, length), 1);
    }

    private static Unreadable unreadable(long position, long file) {
        return new Unreadable(CLAUDE, Agent.CLAUDE, Unreadable.Reason.NOT_JSON, new RawPlace(position, 64, 3), file);
    }

    @Test
    void an_answer_that_only_telemetry_tells_is_a_gap_beside_a_transcript_until_it_is_matched() {
        var request = Told.of(Kind.MODEL_REQUEST, 100).alias(Alias.Type.REQUEST, "r");
        var state = shelf.state(request.by(Witness.OTLP).heard());
        assertThat(state.gaps()).isEmpty();
        shelf.hear(state, Told.opener(1, 0, 50, "p"));
        assertThat(state.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.kind()).isEqualTo(Gap.Kind.ANSWER_UNKNOWN_TO_OTHER);
            assertThat(gap.since()).isEqualTo(100 + GapRules.STILL_WRITING.toMillis());
            assertThat(gap.isOpen(gap.since() - 1)).isFalse();
            assertThat(gap.isOpen(gap.since())).isTrue();
        });
        shelf.hear(state, request.by(Witness.TRANSCRIPT).heard());
        assertThat(state.gaps()).isEmpty();
    }

    @Test
    void an_interruption_explains_that_the_transcript_lacks_an_answer() {
        var state = shelf.state(
                Told.opener(1, 0, 5, "p"),
                Told.of(Kind.MODEL_REQUEST, 10)
                        .alias(Alias.Type.REQUEST, "r")
                        .by(Witness.OTLP)
                        .turn(new TurnRef.Named("p"))
                        .heard(),
                Told.of(Kind.NOTICE, 11)
                        .alias(Alias.Type.RECORD, "n")
                        .turn(new TurnRef.Under(1))
                        .put(FieldGroup.ABOUT, "subtype", "interrupted")
                        .heard());
        assertThat(state.gaps()).extracting(Gap::state).containsExactly(Gap.State.EXPLAINED);
    }
}
