package dev.twinlog.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Nth;
import dev.twinlog.model.SequenceSeen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What one request tells, in the order in which it fits.
class ToldTogetherTest {
    private static final long SEED = 11;

    @Test
    void observations_come_last_and_in_the_order_in_which_places_are_counted() {
        var first = counted(10, 1);
        var second = counted(10, 2);
        var third = counted(20, 1);
        var other = new SequenceSeen(Told.CLAUDE, 4, 30, 5);

        assertThat(ToldTogether.ordered(List.of(third, second, other, first)))
                .containsExactly(other, first, second, third);
    }

    /// The cause of its being: otherwise each record that comes before its fellows has its session settled again.
    @Test
    void heard_in_this_order_nothing_misfits() {
        var told = new ArrayList<Heard>();
        for (int i = 0; i < 200; i++) told.add(counted(i / 20, i));
        Collections.shuffle(told, new Random(SEED));

        assertThat(misfits(ToldTogether.ordered(told))).isZero();
        assertThat(misfits(told)).as("shuffled by seed %d", SEED).isPositive();
    }

    private static long misfits(List<Heard> told) {
        var state = new SessionState(Told.CLAUDE, Told.NO_BODIES);
        return told.stream()
                .filter(each -> state.hear(each, decision -> {}) == SessionState.Fit.SETTLE_AGAIN)
                .count();
    }

    private static Heard counted(long at, long sequence) {
        return Told.of(Kind.MODEL_REQUEST, at)
                .sequence(sequence)
                .nth(Nth.Scope.SESSION, "completion", "")
                .heard();
    }
}
