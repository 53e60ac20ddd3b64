package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Places, totals and ordinals: what is counted.
class CountsTest {
    private final Totals totals = new Totals();
    private final Places places = new Places();
    private final Ordinals ordinals = new Ordinals();

    private static Observation total(long at, Phase phase, long input, long output) {
        return Told.of(Told.CODEX, Kind.MODEL_REQUEST, at)
                .alias(Alias.Type.TOTAL, TotalAlias.of(input, 0, 0, output, 0))
                .phase(phase)
                .put(FieldGroup.USAGE, "inputTokens", input)
                .heard();
    }

    private Totals.Step step(Observation said) {
        var told = Objects.requireNonNull(Totals.told(said));
        return Objects.requireNonNull(totals.to(TotalAlias.parse(told.value()), said));
    }

    @Test
    void a_total_is_told_as_what_it_adds() {
        assertThat(step(total(1, Phase.DERIVED, 10, 2)).added()).isEqualTo(new Totals.Total(10, 0, 0, 2, 0));
        assertThat(step(total(2, Phase.DERIVED, 25, 3)).added()).isEqualTo(new Totals.Total(15, 0, 0, 1, 0));
    }

    @Test
    void a_total_that_falls_begins_anew() {
        step(total(1, Phase.DERIVED, 10, 2));
        var anew = step(total(2, Phase.DERIVED, 4, 1));
        assertThat(anew.epoch()).isEqualTo(1);
        assertThat(anew.added()).isEqualTo(new Totals.Total(4, 0, 0, 1, 0));
    }

    @Test
    void a_total_told_again_adds_nothing() {
        step(total(1, Phase.DERIVED, 10, 2));
        assertThat(step(total(2, Phase.DERIVED, 10, 2)).addsNothing()).isTrue();
    }

    @Test
    void a_total_after_a_request_told_singly_is_idle() {
        step(total(1, Phase.COMPLETED, 10, 2));
        assertThat(totals.makesIdle(total(2, Phase.DERIVED, 10, 2))).isTrue();
        assertThat(totals.makesIdle(total(0, Phase.DERIVED, 5, 1))).isFalse();
        assertThat(totals.makesIdle(total(2, Phase.COMPLETED, 10, 2))).isFalse();
    }

    @Test
    void a_total_that_comes_too_late_is_not_differenced() {
        step(total(5, Phase.DERIVED, 10, 2));
        assertThat(totals.to(new Totals.Total(4, 0, 0, 1, 0), total(3, Phase.DERIVED, 4, 1)))
                .isNull();
    }

    @Test
    void a_text_that_is_no_total_is_refused() {
        assertThatThrownBy(() -> TotalAlias.parse("1/2/3")).hasMessageContaining("1/2/3");
    }

    @Test
    void each_form_of_a_family_is_counted_by_itself() {
        var event = new Nth(Nth.Scope.TURN, "message", "event");
        var response = new Nth(Nth.Scope.TURN, "message", "response");
        assertThat(places.next(event, "turn", order(1))).isEqualTo(1);
        assertThat(places.next(event, "turn", order(2))).isEqualTo(2);
        assertThat(places.next(response, "turn", order(1))).isEqualTo(1);
        assertThat(places.next(event, "other", order(1))).isEqualTo(1);
    }

    @Test
    void an_earlier_place_after_a_later_one_is_refused() {
        var event = new Nth(Nth.Scope.TURN, "message", "event");
        places.next(event, "turn", order(2));
        assertThat(places.next(event, "turn", order(1))).isZero();
    }

    private static CanonicalOrder order(long at) {
        return new CanonicalOrder(at, 0, 0, 0);
    }

    @Test
    void what_is_missing_between_ordinals_is_a_hole() {
        for (long n : new long[] {3, 4, 9, 6}) ordinals.add(n);
        assertThat(ordinals.holes()).containsExactly(new Ordinals.Hole(5, 5), new Ordinals.Hole(7, 8));
    }

    @Test
    void a_late_ordinal_heals_its_hole() {
        for (long n : new long[] {0, 2}) ordinals.add(n);
        assertThat(ordinals.add(1)).isTrue();
        assertThat(ordinals.add(1)).isFalse();
        assertThat(ordinals.holes()).isEmpty();
        assertThat(ordinals.fills(new Ordinals.Hole(1, 2))).isTrue();
        assertThat(ordinals.fills(new Ordinals.Hole(1, 3))).isFalse();
    }
}
