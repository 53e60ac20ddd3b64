package dev.twinlog.reconcile;

import static dev.twinlog.reconcile.Told.CLAUDE;
import static dev.twinlog.reconcile.Told.CODEX;
import static dev.twinlog.reconcile.Told.NO_BODIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Event;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.RecordSeen;
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

/// What one record tells of another's event, or decides about it, in whatever order they are heard.
class SettledTogetherTest {
    private static final int ORDERS = 50;

    /// Hears everything in many orders; each must settle to what the oracle says.
    private static List<Event> settled(SessionId id, Heard... all) {
        var plain = Settlement.settle(List.of(all)).get(id);
        for (int seed = 0; seed < ORDERS; seed++) {
            var heard = new ArrayList<>(List.of(all));
            Collections.shuffle(heard, new Random(seed));
            assertThat(sorted(state(id, heard))).as("order %d", seed).isEqualTo(plain);
        }
        return plain;
    }

    private static SessionState state(SessionId id, List<Heard> heard) {
        var state = new SessionState(id, NO_BODIES);
        for (int i = 0; i < heard.size(); i++) {
            if (state.hear(heard.get(i), decision -> {}) == SessionState.Fit.FITS) continue;
            state = SessionState.settleAgain(id, NO_BODIES, heard.subList(0, i + 1));
        }
        return state;
    }

    private static List<Event> sorted(SessionState state) {
        return NarrativeOrder.sort(
                state.events().stream().map(event -> event.event(NO_BODIES)).toList());
    }

    private static Event of(List<Event> events, Kind kind) {
        return events.stream()
                .filter(event -> event.key().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Told end(long record, long at, String status) {
        return Told.of(Kind.TURN, at)
                .alias(Alias.Type.DIGEST, "d" + record)
                .turn(new TurnRef.Under(record))
                .put(FieldGroup.OUTCOME, "status", status);
    }

    private static Told opening(long record, long at, String id) {
        return Told.of(Kind.TURN, at).alias(Alias.Type.TURN, id).turn(new TurnRef.Under(record));
    }

    @Test
    void the_end_of_a_turn_is_told_by_a_record_that_names_none() {
        var events = settled(
                CLAUDE,
                Told.opener(1, 0, 10, "p"),
                opening(1, 10, "p").heard(),
                Told.record(2, 1, 20),
                Told.record(3, 2, 30),
                end(3, 30, "failed").heard());
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().key().id()).isEqualTo("p");
        assertThat(events.getFirst().status()).isEqualTo("failed");
        assertThat(events.getFirst().at()).isEqualTo(10);
    }

    @Test
    void the_end_of_a_turn_that_nothing_names_is_no_event() {
        assertThat(settled(CLAUDE, Told.record(3, 2, 30), end(3, 30, "failed").heard(), Told.record(9, 0, 31)))
                .isEmpty();
    }

    @Test
    void each_turn_of_a_fork_that_has_one_id_keeps_its_own_end() {
        var events = settled(
                CLAUDE,
                Told.opener(1, 0, 10, "fork"),
                opening(1, 10, "fork").heard(),
                Told.record(CLAUDE, 2, 1, 20, "fork", false),
                end(2, 20, "interrupted").heard(),
                Told.opener(3, 2, 30, "fork"),
                opening(3, 30, "fork").heard());
        assertThat(events).extracting(Event::status).containsExactly("interrupted", "unknown");
        assertThat(events.getLast().key().id()).isEqualTo("fork");
    }

    @Test
    void an_end_found_under_its_prompt_does_not_settle_a_fork_again_at_the_next_prompt() {
        var state = Told.state(
                CLAUDE,
                Told.opener(1, 0, 10, "fork"),
                opening(1, 10, "fork").heard(),
                Told.record(CLAUDE, 2, 1, 20, "fork", false),
                end(2, 20, "interrupted").heard());
        assertThat(state.hear(Told.opener(3, 2, 30, "fork"), decision -> {})).isEqualTo(SessionState.Fit.FITS);
    }

    @Test
    void an_end_with_an_id_that_two_prompts_open_is_of_the_prompt_above_it() {
        var events = settled(
                CLAUDE,
                Told.opener(1, 0, 10, "own"),
                opening(1, 10, "own").heard(),
                Told.record(CLAUDE, 2, 1, 20, "fork", false),
                end(2, 20, "interrupted").heard(),
                Told.opener(3, 0, 30, "fork"),
                opening(3, 30, "fork").heard(),
                Told.opener(4, 0, 40, "fork"),
                opening(4, 40, "fork").heard());
        assertThat(events).extracting(Event::status).containsExactly("interrupted", "unknown", "unknown");
    }

    @Test
    void a_boundary_stands_in_the_turn_that_the_record_below_it_tells() {
        var own = Told.of(Kind.NOTICE, 30)
                .alias(Alias.Type.RECORD, "b")
                .turn(new TurnRef.Under(2))
                .put(FieldGroup.ABOUT, "trigger", "manual");
        var below = Told.of(Kind.NOTICE, Observation.UNTIMED)
                .alias(Alias.Type.RECORD, "b")
                .turn(new TurnRef.Under(3))
                .phase(Phase.DERIVED)
                .put(FieldGroup.ABOUT, "subtype", "compact_boundary");
        var notice = of(
                settled(
                        CLAUDE,
                        Told.opener(1, 0, 10, "before"),
                        Told.record(2, 1, 30),
                        Told.record(CLAUDE, 3, 2, 29, "compaction", false),
                        own.heard(),
                        below.heard()),
                Kind.NOTICE);
        assertThat(notice.turn()).isEqualTo("compaction");
        assertThat(notice.at()).isEqualTo(30);
        assertThat(notice.groups().get(FieldGroup.ABOUT).fields().text("trigger"))
                .isEqualTo("manual");
    }

    private static Told codexTurn(long at, String id) {
        return Told.of(CODEX, Kind.TURN, at).alias(Alias.Type.TURN, id).turn(new TurnRef.Named(id));
    }

    private static Observation codexPrompt(long at, String turn, String text) {
        return Told.of(CODEX, Kind.PROMPT, at)
                .alias(Alias.Type.ITEM, "i" + at)
                .turn(new TurnRef.Named(turn))
                .put(FieldGroup.ABOUT, "source", "human")
                .put(FieldGroup.INPUT, "text", text)
                .heard();
    }

    @Test
    void a_prompt_of_a_turn_that_a_parent_gave_is_no_persons() {
        var events = settled(
                CODEX,
                codexTurn(10, "given").put(FieldGroup.ABOUT, "parentTurn", "p").heard(),
                codexPrompt(11, "given", "work"),
                codexTurn(20, "asked").put(FieldGroup.ABOUT, "traceId", "t").heard(),
                codexPrompt(21, "asked", "more"));
        assertThat(events)
                .filteredOn(event -> event.key().kind() == Kind.PROMPT)
                .extracting(
                        event -> event.groups().get(FieldGroup.ABOUT).fields().text("source"))
                .containsExactly("agent", "human");
    }

    @Test
    void a_stored_prompt_is_written_anew_when_its_turn_turns_out_to_be_given() {
        var state = Told.state(CODEX, codexPrompt(11, "given", "work"));
        state.events().forEach(event -> event.stored(1));
        state.flushed();
        state.hear(
                codexTurn(10, "given").put(FieldGroup.ABOUT, "parentTurn", "p").heard(), decision -> {});
        assertThat(state.unstored()).extracting(EventState::kind).contains(Kind.PROMPT);
    }

    @Test
    void a_session_is_named_by_its_own_first_prompt_also_when_its_parent_gave_it() {
        var copied = codexPrompt(5, "copied", "of the parent");
        var state = Told.state(CODEX, copied);
        assertThat(state.summary(null).title()).isEqualTo("of the parent");
        state.events().forEach(event -> event.give(new SessionId(Agent.CODEX, "parent")));
        assertThat(state.summary(null).title()).isEqualTo("of the parent");
        state.hear(codexPrompt(11, "given", "work"), decision -> {});
        state.hear(
                codexTurn(10, "given").put(FieldGroup.ABOUT, "parentTurn", "p").heard(), decision -> {});
        assertThat(state.summary(null).title()).isEqualTo("work");
        assertThat(state.summary(null).prompts()).isZero();
    }

    @Test
    void requests_are_a_subagents_as_soon_as_the_session_is_known_to_be_one() {
        var request = Told.of(CODEX, Kind.MODEL_REQUEST, 20)
                .alias(Alias.Type.ITEM, "r")
                .heard();
        var state = Told.state(CODEX, request);
        state.events().forEach(event -> event.stored(1));
        state.flushed();
        assertThat(state.events()).noneMatch(EventState::bySubagent);
        state.hear(source("subagent"), decision -> {});
        assertThat(state.unstored()).hasSize(1).allMatch(EventState::bySubagent);
    }

    private static SessionFact source(String value) {
        return new SessionFact(CODEX, SessionFact.Name.SOURCE, value, Witness.TRANSCRIPT, 1, 0, 1);
    }

    @Test
    void a_call_that_a_later_turn_left_behind_is_a_gap_from_that_turn_on() {
        var state = Told.state(
                CODEX,
                codexTurn(10, "killed").heard(),
                Told.of(CODEX, Kind.TOOL_CALL, 20)
                        .alias(Alias.Type.ITEM, "c")
                        .turn(new TurnRef.Named("killed"))
                        .heard(),
                codexTurn(50, "later").heard(),
                codexTurn(90, "last").heard());
        assertThat(state.gaps()).singleElement().extracting(Gap::since).isEqualTo(50L);
    }

    @Test
    void a_line_that_cannot_be_read_was_written_after_the_one_before_it() {
        var line = new Unreadable(CLAUDE, Agent.CLAUDE, Unreadable.Reason.NOT_JSON, new RawPlace(0, 300, 9), 1);
        var all = new ArrayList<Heard>(List.of(
                line,
                seen(100, 1000, 1),
                seen(200, 2000, 1),
                seen(250, Observation.UNTIMED, 1),
                seen(400, 4000, 1),
                seen(290, 9000, 2)));
        for (int seed = 0; seed < ORDERS; seed++) {
            Collections.shuffle(all, new Random(seed));
            assertThat(state(CLAUDE, all).gaps())
                    .singleElement()
                    .extracting(Gap::since)
                    .isEqualTo(2000L);
        }
        assertThat(state(CLAUDE, List.of(line, seen(400, 4000, 1)))
                        .gaps()
                        .getFirst()
                        .since())
                .isEqualTo(4000);
    }

    private static RecordSeen seen(long offset, long at, long file) {
        return new RecordSeen(CLAUDE, offset, 0, at, offset, null, false, false, -1, file, null);
    }
}
