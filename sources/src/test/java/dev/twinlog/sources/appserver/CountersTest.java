package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void they_count_by_name() {
        counters.add("frames");
        counters.add("frames");
        counters.add("unknown.", "new/method");
        assertThat(counters.told()).isEqualTo(Map.of("frames", 2L, "unknown.new/method", 1L));
    }

    @Test
    void names_from_outside_are_bounded() {
        for (int i = 0; i < 10_000; i++) counters.add("unknown.", "method" + i);
        assertThat(counters.told()).hasSize(Counters.NAMES_MAX + 1);
        assertThat(counters.told().get("unknown.other")).isEqualTo(10_000L - Counters.NAMES_MAX);
        counters.add("unknown.", "method0");
        assertThat(counters.told()).containsEntry("unknown.method0", 2L);
    }
}
