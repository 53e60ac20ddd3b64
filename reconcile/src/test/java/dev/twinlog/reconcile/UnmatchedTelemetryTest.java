package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Shelf.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What telemetry tells of model requests beside a transcript, and without one (SPEC 3.3).
class UnmatchedTelemetryTest {
    private final Shelf shelf = new Shelf();

    private static Told request(long at, String id) {
        return Told.of(Kind.MODEL_REQUEST, at).alias(Alias.Type.REQUEST, id).put(FieldGroup.USAGE, "outputTokens", at);
    }

    private static Told telemetry(long at, String id) {
        return request(at, id).by(Witness.OTLP).put(FieldGroup.INPUT, "text", LONG + at);
    }

    private static List<String> narrative(SessionState state, Shelf shelf) {
        return state.events().stream()
                .map(event -> event.event(shelf))
                .map(UnmatchedTelemetryTest::line)
                .toList();
    }

    private static String line(Event event) {
        var input = event.groups().get(FieldGroup.INPUT);
        return event.key().id() + " " + (input == null ? "" : input.fields().text("text"));
    }

    @Test
    void a_session_that_only_telemetry_saw_counts_what_it_tells() {
        var state = shelf.state(telemetry(1, "r").heard());
        assertThat(shelf.store(state)).hasSize(1);
        assertThat(shelf.verdicts()).containsExactly(Verdict.ACCEPTED);
    }

    @Test
    void beside_a_transcript_an_unmatched_answer_adds_nothing() {
        var state = shelf.state(Told.opener(1, 0, 0, "p"), telemetry(1, "r").heard());
        assertThat(state.events()).isEmpty();
        assertThat(shelf.verdicts()).containsExactly(Verdict.DROPPED);
    }

    @Test
    void a_late_transcript_takes_unmatched_answers_away_and_a_late_match_brings_them_back_whole() {
        var state = shelf.state(telemetry(1, "a").heard(), telemetry(2, "b").heard());
        shelf.store(state);
        shelf.hear(state, request(3, "b").put(FieldGroup.ABOUT, "model", "opus").heard());
        shelf.store(state);
        assertThat(narrative(state, shelf)).containsExactly("b " + LONG + 2);
        assertThat(shelf.size()).isEqualTo(1);
        shelf.hear(state, request(4, "a").put(FieldGroup.ABOUT, "model", "opus").heard());
        shelf.store(state);
        assertThat(narrative(state, shelf)).containsExactlyInAnyOrder("a " + LONG + 1, "b " + LONG + 2);
        assertThat(shelf.verdicts())
                .containsExactly(
                        Verdict.ACCEPTED,
                        Verdict.ACCEPTED,
                        Verdict.LINKED,
                        Verdict.ACCEPTED,
                        Verdict.LINKED,
                        Verdict.ACCEPTED);
    }

    @Test
    void any_word_of_a_transcript_makes_it_known() {
        var fact = new SessionFact(Told.CLAUDE, SessionFact.Name.AI_TITLE, "t", Witness.TRANSCRIPT, 1, 1, 1);
        assertThat(shelf.state(telemetry(1, "r").heard(), fact).events()).isEmpty();
    }

    @Test
    void auxiliary_requests_stand_beside_a_transcript_and_are_told_apart() {
        for (var source : List.of("compact", "generate_session_title")) {
            var said = telemetry(1, "r").put(FieldGroup.ABOUT, Auxiliary.QUERY_SOURCE, source);
            var state = shelf.state(Told.opener(1, 0, 0, "p"), said.heard());
            assertThat(shelf.store(state))
                    .singleElement()
                    .satisfies(event -> assertThat(Auxiliary.is(event)).isTrue());
        }
        var ordinary = telemetry(1, "r").put(FieldGroup.ABOUT, Auxiliary.QUERY_SOURCE, "sdk");
        assertThat(shelf.state(Told.opener(1, 0, 0, "p"), ordinary.heard()).events())
                .isEmpty();
    }

    @Test
    void the_model_of_an_auxiliary_request_is_not_the_sessions() {
        var state = shelf.state(telemetry(1, "r")
                .put(FieldGroup.ABOUT, Auxiliary.QUERY_SOURCE, "compact")
                .put(FieldGroup.ABOUT, "model", "haiku")
                .heard());
        assertThat(state.summary(null).model()).isNull();
    }

    @Test
    void a_request_that_only_the_stream_tells_stays_without_what_telemetry_adds() {
        var state = shelf.state(
                telemetry(1, "r").heard(),
                Told.of(Kind.MODEL_REQUEST, 2)
                        .alias(Alias.Type.REQUEST, "r")
                        .by(Witness.STREAM)
                        .put(FieldGroup.ABOUT, "model", "opus")
                        .heard());
        assertThat(shelf.store(state).getFirst().groups()).hasSize(3);
        shelf.hear(state, Told.opener(1, 0, 0, "p"));
        assertThat(shelf.store(state).getFirst().groups()).containsOnlyKeys(FieldGroup.ABOUT);
    }
}
