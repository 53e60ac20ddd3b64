package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void it_doubles_from_half_a_second_to_eight() {
        for (long dice = 0; dice < 200; dice++) {
            var backoff = Backoff.none(dice);
            for (long millis : List.of(500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000)) {
                backoff = backoff.failed();
                assertThat((double) backoff.delay().toMillis())
                        .as("dice %d, failure %d", dice, backoff.failures())
                        .isBetween(millis * 0.899, millis * 1.101);
            }
        }
    }

    @Test
    void waits_differ_by_dice_and_from_one_to_the_next() {
        var waits = new HashSet<Duration>();
        for (long dice = 0; dice < 50; dice++)
            waits.add(Backoff.none(dice).failed().delay());
        assertThat(waits).hasSizeGreaterThan(40);
        var capped = Backoff.none(7).failed().failed().failed().failed().failed();
        assertThat(capped.failed().delay()).isNotEqualTo(capped.delay());
    }

    @Test
    void the_same_dice_give_the_same_wait() {
        assertThat(Backoff.none(3).failed().delay())
                .isEqualTo(Backoff.none(3).failed().delay());
    }

    @Test
    void reset_it_begins_anew() {
        var again = Backoff.none(3).failed().failed().failed().reset();
        assertThat(again.delay()).isZero();
        assertThat(again.failed().delay()).isBetween(Duration.ofMillis(450), Duration.ofMillis(550));
    }
}
