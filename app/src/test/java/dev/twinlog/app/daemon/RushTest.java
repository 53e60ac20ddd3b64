package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a rush is, and who goes first while it lasts. The clock is scripted.
class RushTest {
    private long now = 1L << 40;

    private final Rush rush = new Rush(() -> now);
    private final Turns turns = new Turns();

    @Test
    void so_many_requests_within_the_time_are_a_rush() {
        for (int i = 1; i < Rush.REQUESTS_MIN; i++) rush.came();
        assertThat(rush.isOn()).isFalse();
        rush.came();
        assertThat(rush.isOn()).isTrue();
        pass(Rush.WITHIN);
        assertThat(rush.isOn()).isTrue();
        now++;
        assertThat(rush.isOn()).isFalse();
    }

    @Test
    void requests_further_apart_are_none() {
        for (int i = 0; i < 10 * Rush.REQUESTS_MIN; i++) {
            rush.came();
            pass(Rush.WITHIN.dividedBy(Rush.REQUESTS_MIN).plusNanos(1_000_000));
            assertThat(rush.isOn()).isFalse();
        }
    }

    @Test
    void settling_rests_while_it_lasts() {
        assertThat(turns.rests(false, now)).isFalse();
        assertThat(turns.rests(true, now)).isTrue();
        pass(Turns.RESTS_MAX.minusNanos(1));
        assertThat(turns.rests(true, now)).isTrue();
        assertThat(turns.rests(false, now)).isFalse();
    }

    @Test
    void a_rush_without_end_is_settled_as_well() {
        var rested = Duration.ZERO;
        var worked = Duration.ZERO;
        var step = Duration.ofMillis(20);
        for (var past = Duration.ZERO; past.compareTo(Duration.ofMinutes(1)) < 0; past = past.plus(step)) {
            if (turns.rests(true, now)) rested = rested.plus(step);
            else worked = worked.plus(step);
            pass(step);
        }
        assertThat(worked).isGreaterThan(rested.dividedBy(10));
        assertThat(rested).isGreaterThan(worked.multipliedBy(5));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
