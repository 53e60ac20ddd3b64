package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapBoundTest {
    private static final long USUAL = HeapBound.USUAL_BYTES;

    private long committed;
    private long alive;
    private int collections;
    private final HeapBound bound = new HeapBound(() -> committed, () -> {
        collections++;
        committed = alive;
    });

    @Test
    void nothing_is_collected_as_long_as_the_heap_is_as_large_as_usual() {
        committed = USUAL;
        bound.keep();
        assertThat(collections).isZero();
    }

    @Test
    void what_grew_beyond_is_collected_at_once() {
        committed = USUAL + 1;
        alive = USUAL / 2;
        bound.keep();
        assertThat(collections).isOne();
        assertThat(committed).isEqualTo(USUAL / 2);
    }

    @Test
    void when_much_is_alive_it_is_collected_again_only_when_the_heap_has_grown() {
        alive = 2 * USUAL;
        committed = 2 * USUAL + 1;
        bound.keep();
        committed = 2 * USUAL + HeapBound.GROWN_BYTES - 1;
        bound.keep();
        assertThat(collections).isOne();
        committed++;
        bound.keep();
        assertThat(collections).isEqualTo(2);
    }
}
