package dev.twinlog.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series of(Double... values) {
        return new Series("ms", List.of(values));
    }

    @Test
    void the_median_is_the_middle_or_between_the_two_middles() {
        assertThat(of(9.0, 1.0, 5.0).median()).isEqualTo(5);
        assertThat(of(9.0, 1.0, 5.0, 6.0).median()).isEqualTo(5.5);
    }

    @Test
    void a_percentile_is_a_value_that_was_measured() {
        var hundred = new Series(
                "ms", DoubleStream.iterate(1, v -> v + 1).limit(100).boxed().toList());
        assertThat(hundred.percentile(0.5)).isEqualTo(50);
        assertThat(hundred.percentile(0.99)).isEqualTo(99);
        assertThat(of(7.0).percentile(0.99)).isEqualTo(7);
    }

    @Test
    void it_tells_median_spread_and_runs() {
        assertThat(of(1.234, 100.4, 20.06)).hasToString("20.1 ms (1.23–100, 3 runs)");
        assertThat(of(1234.0)).hasToString("1,234 ms (1 run)");
    }

    @Test
    void nothing_measured_is_no_series() {
        assertThatThrownBy(() -> new Series("ms", List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_target_is_met_at_its_limit() {
        assertThat(Target.atMost(150, "ms").isMetBy(150)).isTrue();
        assertThat(Target.atMost(150, "ms").isMetBy(150.1)).isFalse();
        assertThat(Target.atLeast(8, "×").isMetBy(8)).isTrue();
        assertThat(Target.atLeast(8, "×").isMetBy(7.9)).isFalse();
        assertThat(Target.atMost(1.2, "×")).hasToString("≤ 1.2 ×");
        assertThat(Target.atLeast(8, "×")).hasToString("≥ 8 ×");
    }
}
