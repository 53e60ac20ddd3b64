package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final Tick START = new Tick(Long.MAX_VALUE - 1_000);

    @Test
    void third_spend_within_the_window_exhausts_it() {
        var two = RestartBudget.FULL.spend(at(0)).spend(at(1_000));
        assertThat(two.exhausted(at(1_000))).isFalse();
        assertThat(two.spend(at(59_999)).exhausted(at(59_999))).isTrue();
    }

    @Test
    void a_spend_exactly_sixty_seconds_old_no_longer_counts() {
        var two = RestartBudget.FULL.spend(at(0)).spend(at(30_000));
        assertThat(two.spend(at(60_000)).exhausted(at(60_000))).isFalse();
        assertThat(two.spentAt(at(59_999))).isEqualTo(2);
        assertThat(two.spentAt(at(60_000))).isEqualTo(1);
    }

    @Test
    void the_window_rolls() {
        var spent = RestartBudget.FULL.spend(at(0)).spend(at(40_000)).spend(at(70_000));
        assertThat(spent.exhausted(at(70_000))).isFalse();
        assertThat(spent.spend(at(99_999)).exhausted(at(99_999))).isTrue();
        assertThat(spent.spend(at(100_000)).exhausted(at(100_000))).isFalse();
    }

    @Test
    void it_tells_how_long_until_nothing_counts() {
        var spent = RestartBudget.FULL.spend(at(0)).spend(at(10_000));
        assertThat(RestartBudget.FULL.clearIn(at(0))).isZero();
        assertThat(spent.clearIn(at(25_000))).isEqualTo(Duration.ofSeconds(45));
        assertThat(spent.clearIn(at(70_000))).isZero();
    }

    @Test
    void cleared_it_is_full() {
        var spent = RestartBudget.FULL.spend(at(0)).spend(at(1)).spend(at(2));
        assertThat(spent.cleared()).isEqualTo(RestartBudget.FULL);
    }

    @Test
    void it_keeps_no_more_than_counts() {
        var budget = RestartBudget.FULL;
        for (int i = 0; i < 1_000; i++) budget = budget.spend(at(i * 61_000L));
        assertThat(budget.spent()).hasSize(1);
    }

    private static Tick at(long millis) {
        return START.plus(Duration.ofMillis(millis));
    }
}
