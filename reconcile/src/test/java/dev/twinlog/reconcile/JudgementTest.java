package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Arrival.Part;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Verdicts and statuses.
class JudgementTest {
    private static Verdict verdict(Part... parts) {
        var arrival = new Arrival();
        for (var part : parts) arrival.add(part);
        return arrival.verdict(false);
    }

    @Test
    void taking_a_held_field_is_replaced_whatever_else_it_did() {
        assertThat(verdict(Part.filled(), Part.took(Witness.OTLP), Part.lost(Witness.STREAM)))
                .isEqualTo(Verdict.REPLACED);
    }

    @Test
    void filling_an_empty_field_is_accepted_though_another_was_lost() {
        assertThat(verdict(Part.lost(Witness.TRANSCRIPT), Part.filled())).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void saying_the_same_as_its_own_witness_is_duplicate() {
        assertThat(verdict(Part.same(Witness.TRANSCRIPT))).isEqualTo(Verdict.DUPLICATE);
        assertThat(verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void losing_all_is_dropped() {
        assertThat(verdict(Part.lost(Witness.TRANSCRIPT))).isEqualTo(Verdict.DROPPED);
    }

    @Test
    void the_first_of_an_event_is_accepted_though_it_says_nothing() {
        assertThat(new Arrival().verdict(true)).isEqualTo(Verdict.ACCEPTED);
    }

    private static String status(Kind kind, FieldGroup... groups) {
        return Status.of(Agent.CODEX, kind, Set.of(groups), null, Standing.RUNNING);
    }

    @Test
    void a_call_without_output_is_open() {
        assertThat(status(Kind.TOOL_CALL, FieldGroup.INPUT)).isEqualTo("open");
        assertThat(status(Kind.TOOL_CALL, FieldGroup.INPUT, FieldGroup.OUTPUT)).isEqualTo("completed");
    }

    @Test
    void live_text_alone_is_open_until_its_turn_is_over() {
        assertThat(status(Kind.MESSAGE, FieldGroup.LIVE)).isEqualTo("open");
        var over = Status.of(Agent.CODEX, Kind.MESSAGE, Set.of(FieldGroup.LIVE), null, Standing.INCOMPLETE);
        assertThat(over).isEqualTo("incomplete");
        assertThat(status(Kind.MESSAGE, FieldGroup.LIVE, FieldGroup.INPUT)).isEqualTo("completed");
    }

    @Test
    void a_turn_of_claude_does_not_tell_its_end() {
        assertThat(Status.of(Agent.CLAUDE, Kind.TURN, Set.of(), null, Standing.RUNNING))
                .isEqualTo("unknown");
        assertThat(status(Kind.TURN)).isEqualTo("open");
    }

    @Test
    void an_outcome_tells_the_status_outright() {
        assertThat(Status.of(Agent.CODEX, Kind.TURN, Set.of(), Fields.of("status", "interrupted"), Standing.RUNNING))
                .isEqualTo("interrupted");
    }
}
