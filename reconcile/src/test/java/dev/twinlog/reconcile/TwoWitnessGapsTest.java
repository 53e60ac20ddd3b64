package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Told.CLAUDE;
import static dev.twinlog.reconcile.Told.CODEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Gap.Kind;
import dev.twinlog.model.Gap.State;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Outage;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Witness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is missing where a transcript and telemetry are heard, and what outages have to do with it (SPEC 3.8).
class TwoWitnessGapsTest {
    private static final long S = 1000;

    /// A turn of Claude Code: a prompt at a time, and whatever else is told of it.
    private static final class Turn {
        private final List<Heard> heard = new ArrayList<>();
        private final String name;
        private final long record;

        private Turn(String name, long at) {
            this.name = name;
            this.record = Math.abs(name.hashCode()) + 1L;
            heard.add(Told.opener(record, 0, at, name));
            heard.add(Told.of(dev.twinlog.model.Kind.TURN, at)
                    .alias(Alias.Type.TURN, name)
                    .turn(under())
                    .heard());
        }

        private TurnRef under() {
            return new TurnRef.Under(record);
        }

        private Told request(long at, String id) {
            return Told.of(dev.twinlog.model.Kind.MODEL_REQUEST, at)
                    .alias(Alias.Type.REQUEST, id)
                    .put(FieldGroup.USAGE, "outputTokens", 5L);
        }

        private Turn written(long at, String id, String stop) {
            heard.add(Told.record(record + at, record, at));
            heard.add(request(at, id)
                    .turn(under())
                    .put(FieldGroup.ABOUT, "messageId", "m" + id)
                    .put(FieldGroup.ABOUT, "requestId", id)
                    .put(FieldGroup.OUTCOME, "stopReason", stop)
                    .heard());
            return this;
        }

        private Turn sent(long at, String id) {
            heard.add(request(at, id)
                    .by(Witness.OTLP)
                    .turn(new TurnRef.Named(name))
                    .heard());
            return this;
        }

        private Turn heard(Heard... more) {
            heard.addAll(List.of(more));
            return this;
        }
    }

    private static SessionState settled(SessionId id, List<Heard> heard) {
        return SessionState.settleAgain(id, Told.NO_BODIES, heard);
    }

    private static List<String> gaps(Turn... turns) {
        return gaps(Outages.NONE, turns);
    }

    /// The gaps, which no order of arrival changes.
    private static List<String> gaps(Outages outages, Turn... turns) {
        var heard = new ArrayList<Heard>();
        for (var turn : turns) heard.addAll(turn.heard);
        var gaps = told(settled(CLAUDE, heard), outages);
        var dice = new Random(7);
        for (int order = 0; order < 20; order++) {
            Collections.shuffle(heard, dice);
            assertThat(told(settled(CLAUDE, heard), outages)).isEqualTo(gaps);
        }
        return gaps;
    }

    private static List<String> told(SessionState state, Outages outages) {
        return state.gaps(outages).stream()
                .map(gap -> gap.kind() + " " + gap.id() + " " + gap.state())
                .toList();
    }

    private static Outages down(long from, long to) {
        return Outages.of(List.of(new Outage(Outage.Kind.DOWN, from, to, "", "killed", 0)));
    }

    @Test
    void an_answer_that_telemetry_lacks_is_a_gap_when_it_told_of_the_turn() {
        var turn = new Turn("p", 0).written(S, "a", "tool_use").sent(S, "a").written(2 * S, "b", "end_turn");
        assertThat(gaps(turn)).containsExactly("ANSWER_UNKNOWN_TO_OTHER b OPEN");
        var gap = settled(CLAUDE, turn.heard).gaps().getFirst();
        assertThat(gap.since()).isEqualTo(2 * S + GapRules.STILL_WRITING.toMillis());
        assertThat(gaps(turn.sent(3 * S, "b"))).isEmpty();
    }

    @Test
    void without_telemetry_nothing_is_expected_of_it() {
        assertThat(gaps(new Turn("p", 0).written(S, "a", "end_turn"))).isEmpty();
        assertThat(gaps(
                        new Turn("p", 0).written(S, "a", "end_turn"),
                        new Turn("q", 50 * S).written(51 * S, "b", "end_turn").sent(51 * S, "b")))
                .as("it was set up later")
                .isEmpty();
    }

    @Test
    void answers_of_turns_that_telemetry_told_nothing_of_cannot_be_told_and_stand_as_one() {
        var first = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var silent = new Turn("q", 50 * S).written(51 * S, "b", "tool_use").written(52 * S, "c", "end_turn");
        assertThat(gaps(first, silent)).containsExactly("ANSWER_UNKNOWN_TO_OTHER b CANNOT_TELL");
        assertThat(settled(CLAUDE, both(first, silent)).gaps().getFirst().evidence())
                .contains("2 answers");
    }

    private static List<Heard> both(Turn one, Turn other) {
        var heard = new ArrayList<>(one.heard);
        heard.addAll(other.heard);
        return heard;
    }

    @Test
    void numbers_of_telemetry_within_a_turn_make_it_expected() {
        var turn = new Turn("p", 0).written(2 * S, "a", "end_turn").heard(new SequenceSeen(CLAUDE, 4, S, 1));
        assertThat(gaps(turn)).containsExactly("ANSWER_UNKNOWN_TO_OTHER a OPEN");
    }

    @Test
    void an_answer_that_was_cut_off_is_explained() {
        var cut = Told.of(dev.twinlog.model.Kind.MODEL_REQUEST, 2 * S)
                .alias(Alias.Type.REQUEST, "b")
                .put(FieldGroup.OUTCOME, "status", "interrupted");
        var turn = new Turn("p", 0).written(S, "a", "tool_use").sent(S, "a");
        assertThat(gaps(turn.heard(cut.turn(turn.under()).heard())))
                .containsExactly("ANSWER_UNKNOWN_TO_OTHER b EXPLAINED");
    }

    @Test
    void an_answer_without_a_request_id_cannot_be_matched() {
        var turn = new Turn("p", 0).written(S, "a", "tool_use").sent(S, "a");
        turn.heard(Told.of(dev.twinlog.model.Kind.MODEL_REQUEST, 2 * S)
                .alias(Alias.Type.MESSAGE, "mb")
                .turn(turn.under())
                .put(FieldGroup.USAGE, "outputTokens", 5L)
                .put(FieldGroup.ABOUT, "messageId", "mb")
                .heard());
        assertThat(gaps(turn)).containsExactly("ANSWER_UNKNOWN_TO_OTHER mb CANNOT_TELL");
    }

    @Test
    void what_a_model_did_not_answer_is_no_answer() {
        var turn = new Turn("p", 0).written(S, "a", "tool_use").sent(S, "a");
        turn.heard(Told.of(dev.twinlog.model.Kind.MODEL_REQUEST, 2 * S)
                .alias(Alias.Type.REQUEST, "made up")
                .turn(turn.under())
                .put(FieldGroup.ABOUT, "synthetic", true)
                .heard());
        assertThat(gaps(turn)).isEmpty();
    }

    @Test
    void running_totals_of_codex_are_not_expected_of_telemetry() {
        var total = Told.of(CODEX, dev.twinlog.model.Kind.MODEL_REQUEST, 2)
                .alias(Alias.Type.TOTAL, TotalAlias.of(1, 0, 0, 1, 0))
                .phase(Phase.DERIVED)
                .put(FieldGroup.USAGE, "inputTokens", 1L);
        var single = Told.of(CODEX, dev.twinlog.model.Kind.MODEL_REQUEST, 3)
                .alias(Alias.Type.ITEM, "resp")
                .turn(new TurnRef.Named("t"))
                .nth(Nth.Scope.SESSION, "1/1", "transcript")
                .put(FieldGroup.USAGE, "outputTokens", 1L);
        var call = Told.of(CODEX, dev.twinlog.model.Kind.TOOL_CALL, 1)
                .alias(Alias.Type.ITEM, "call")
                .by(Witness.OTLP)
                .turn(new TurnRef.Named("t"))
                .put(FieldGroup.OUTCOME, "success", true);
        assertThat(told(settled(CODEX, List.of(total.heard(), call.heard())), Outages.NONE))
                .isEmpty();
        assertThat(told(settled(CODEX, List.of(single.heard(), call.heard())), Outages.NONE))
                .containsExactly("ANSWER_UNKNOWN_TO_OTHER resp OPEN");
    }

    private static Turn numbered(Turn turn, long at, long... numbers) {
        for (int i = 0; i < numbers.length; i++)
            turn.heard(new SequenceSeen(CLAUDE, numbers[i], at + i * S, 900 + numbers[i]));
        return turn;
    }

    @Test
    void a_hole_in_the_numbers_is_a_gap_unless_an_outage_explains_it() {
        var turn = numbered(new Turn("p", 0), 100 * S, 0, 1, 2, 5, 6);
        assertThat(gaps(turn)).containsExactly("SEQUENCE_HOLE 3-4 OPEN");
        assertThat(gaps(down(102 * S + 500, 102 * S + 700), turn)).containsExactly("SEQUENCE_HOLE 3-4 EXPLAINED");
        assertThat(gaps(down(500 * S, 600 * S), turn)).containsExactly("SEQUENCE_HOLE 3-4 OPEN");
        assertThat(gaps(numbered(turn, 110 * S, 3, 4)))
                .as("told with later times they are of another process")
                .isNotEmpty();
    }

    @Test
    void many_holes_are_told_together() {
        var turn = new Turn("p", 0);
        for (int i = 0; i < SequenceGaps.TOLD_MAX + 50; i++) numbered(turn, i * S, 2L * i);
        var gaps = settled(CLAUDE, turn.heard).gaps();
        assertThat(gaps).hasSize(SequenceGaps.TOLD_MAX + 1);
        assertThat(gaps.getLast().evidence()).startsWith("49 more holes");
        assertThat(gaps).extracting(Gap::id).doesNotHaveDuplicates();
    }

    @Test
    void numbers_alone_make_no_session() {
        var state = new SessionState(CLAUDE, Told.NO_BODIES);
        state.hear(new SequenceSeen(CLAUDE, 0, 1, 1), decision -> {});
        assertThat(state.changed()).isFalse();
        state.hear(new Turn("p", 0).sent(S, "a").heard.getLast(), decision -> {});
        state.flushed();
        state.hear(new SequenceSeen(CLAUDE, 0, 1, 1), decision -> {});
        assertThat(state.changed()).as("told again").isFalse();
        state.hear(new SequenceSeen(CLAUDE, 1, 2, 2), decision -> {});
        assertThat(state.changed()).isTrue();
    }

    @Test
    void an_outage_is_open_until_the_transcript_tells_all_of_its_time() {
        var before = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var within = new Turn("q", 100 * S).written(105 * S, "b", "tool_use");
        var outage = down(99 * S, 120 * S);
        assertThat(gaps(outage, before)).as("it was not at work").isEmpty();
        assertThat(gaps(outage, before, within))
                .containsExactly("ANSWER_UNKNOWN_TO_OTHER b EXPLAINED", "RECEIVER_DOWN 99000-killed OPEN");
        assertThat(gaps(outage, before, within.written(130 * S, "c", "end_turn").sent(130 * S, "c")))
                .containsExactly("ANSWER_UNKNOWN_TO_OTHER b EXPLAINED", "RECEIVER_DOWN 99000-killed HEALED");
    }

    @Test
    void an_outage_is_healed_when_the_last_turn_was_over_or_the_session_ended() {
        var before = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var over = new Turn("q", 100 * S).written(105 * S, "b", "end_turn");
        assertThat(gaps(down(99 * S, 120 * S), before, over)).contains("RECEIVER_DOWN 99000-killed HEALED");
        var cut = new Turn("q", 100 * S).written(105 * S, "b", "tool_use");
        var ended = new SessionFact(CLAUDE, SessionFact.Name.ENDED, "exit", Witness.TRANSCRIPT, 106 * S, 1, 1);
        assertThat(gaps(down(99 * S, 120 * S), before, cut)).contains("RECEIVER_DOWN 99000-killed OPEN");
        assertThat(gaps(down(99 * S, 120 * S), before, cut.heard(ended))).contains("RECEIVER_DOWN 99000-killed HEALED");
        assertThat(gaps(down(99 * S, Outage.GOES_ON), before, over)).contains("RECEIVER_DOWN 99000-killed OPEN");
    }

    @Test
    void a_transcript_that_lacks_something_of_an_outage_does_not_heal_it() {
        var before = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var within = new Turn("q", 100 * S).written(105 * S, "b", "tool_use").written(130 * S, "c", "end_turn");
        var torn = new Unreadable(CLAUDE, CLAUDE.agent(), Unreadable.Reason.NOT_JSON, new RawPlace(1, 106 * S, 5), 1);
        assertThat(gaps(down(99 * S, 120 * S), before, within.heard(torn))).contains("RECEIVER_DOWN 99000-killed OPEN");
        var late = new Turn("q", 100 * S)
                .written(105 * S, "b", "tool_use")
                .written(130 * S, "c", "end_turn")
                .sent(106 * S, "lost");
        assertThat(gaps(down(99 * S, 120 * S), before, late))
                .contains("RECEIVER_DOWN 99000-killed OPEN", "ANSWER_UNKNOWN_TO_OTHER lost OPEN");
    }

    @Test
    void an_outage_is_none_of_a_session_whose_telemetry_was_never_heard() {
        var turn = new Turn("p", 100 * S).written(105 * S, "b", "end_turn");
        assertThat(gaps(down(99 * S, 120 * S), turn)).isEmpty();
        var early = new Turn("p", 50 * S).written(105 * S, "b", "end_turn");
        assertThat(gaps(
                        down(99 * S, 120 * S),
                        early,
                        new Turn("q", 300 * S).sent(301 * S, "c").written(301 * S, "c", "")))
                .as("it was set up later")
                .isEmpty();
    }

    @Test
    void one_door_that_is_shut_is_none_of_who_uses_the_other() {
        var before = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var within = new Turn("q", 100 * S).written(105 * S, "b", "end_turn").sent(105 * S, "b");
        var grpc = Outages.of(List.of(new Outage(Outage.Kind.DOWN, 99 * S, 120 * S, "grpc", "port_taken", 0)));
        assertThat(gaps(grpc, before, within)).isEmpty();
        assertThat(gaps(grpc, before, new Turn("q", 100 * S).written(105 * S, "b", "end_turn")))
                .contains("RECEIVER_DOWN 99000-grpc-port_taken HEALED");
    }

    @Test
    void refused_requests_of_seconds_that_follow_each_other_are_one_gap() {
        var before = new Turn("p", 0).written(S, "a", "end_turn").sent(S, "a");
        var within = new Turn("q", 100 * S).written(105 * S, "b", "tool_use");
        var refused = new ArrayList<Outage>();
        for (long second = 100; second < 110; second++)
            refused.add(new Outage(Outage.Kind.REFUSED, second * S, second * S + 900, "http", "overloaded", 3));
        Collections.shuffle(refused, new Random(3));
        refused.add(refused.getFirst());
        var state = settled(CLAUDE, both(before, within));
        assertThat(state.gaps(Outages.of(refused)))
                .filteredOn(gap -> gap.kind() == Kind.REFUSED_REQUEST)
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.id()).isEqualTo("100000-http-overloaded");
                    assertThat(gap.state()).isEqualTo(State.OPEN);
                    assertThat(gap.evidence()).contains("30 requests were refused at http for 10 s (overloaded)");
                });
    }

    @Test
    void an_outage_that_goes_on_is_over_once_that_is_told() {
        var goesOn = new Outage(Outage.Kind.DOWN, 5, Outage.GOES_ON, "http", "port_taken", 0);
        var over = new Outage(Outage.Kind.DOWN, 5, 90, "http", "port_taken", 0);
        assertThat(Outages.of(List.of(goesOn, over)).all()).containsExactly(over);
        assertThat(Outages.of(List.of(over, goesOn)).all()).containsExactly(over);
        assertThat(Outages.of(List.of(goesOn)).touch(100, 200)).isTrue();
        assertThat(Outages.of(List.of(over)).touch(100, 200)).isFalse();
    }

    private static SessionState onlySent(SessionId session, long... times) {
        var heard = new ArrayList<Heard>();
        for (long at : times)
            heard.add(Told.of(session, dev.twinlog.model.Kind.TOOL_CALL, at)
                    .alias(Alias.Type.ITEM, "c" + at)
                    .by(Witness.OTLP)
                    .put(FieldGroup.OUTCOME, "success", true)
                    .heard());
        return settled(session, heard);
    }

    @Test
    void of_a_session_that_only_telemetry_saw_an_outage_cannot_be_told_but_by_its_numbers() {
        var outage = down(100 * S, 120 * S);
        assertThat(told(onlySent(CODEX, 90 * S, 130 * S), outage))
                .containsExactly("RECEIVER_DOWN 100000-killed CANNOT_TELL");
        assertThat(told(onlySent(CODEX, 90 * S), outage)).containsExactly("RECEIVER_DOWN 100000-killed CANNOT_TELL");
        assertThat(told(onlySent(CODEX, 90 * S, 110 * S), outage)).containsExactly("RECEIVER_DOWN 100000-killed OPEN");
        assertThat(told(onlySent(CODEX, 130 * S), outage)).isEmpty();
        var whole = onlySent(CLAUDE, 90 * S, 130 * S);
        whole.hear(new SequenceSeen(CLAUDE, 3, 90 * S, 3), decision -> {});
        assertThat(told(whole, outage)).containsExactly("RECEIVER_DOWN 100000-killed CANNOT_TELL");
        whole.hear(new SequenceSeen(CLAUDE, 4, 130 * S, 4), decision -> {});
        assertThat(told(whole, outage)).as("it counted on").isEmpty();
        whole.hear(new SequenceSeen(CLAUDE, 7, 131 * S, 7), decision -> {});
        assertThat(told(whole, down(130 * S, 131 * S)))
                .containsExactly("SEQUENCE_HOLE 5-6 EXPLAINED", "RECEIVER_DOWN 130000-killed OPEN");
    }
}
