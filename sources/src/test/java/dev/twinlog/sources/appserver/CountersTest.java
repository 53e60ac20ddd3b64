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
        counters.add("bytes", 5);
        counters.add("nothing", 0);
        assertThat(counters.told()).isEqualTo(Map.of("frames", 2L, "bytes", 5L));
    }
}
