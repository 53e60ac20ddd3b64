package dev.twinlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenOnceTest {
    @TempDir
    Path folder;

    @Test
    void a_number_is_new_once() {
        long seed = 7;
        var dice = new Random(seed);
        var known = new HashSet<List<Long>>();
        try (var seen = SeenOnce.in(folder)) {
            for (int i = 0; i < 20_000; i++) {
                long high = dice.nextInt(100) - 50;
                long low = dice.nextInt(100);
                assertThat(seen.add(high, low)).as("seed %d, %d", seed, i).isEqualTo(known.add(List.of(high, low)));
            }
        }
    }

    @Test
    void nothing_of_it_stays() {
        try (var seen = SeenOnce.in(folder)) {
            seen.add(1, 2);
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_no_file_can_be_made_it_says_where() {
        var none = folder.resolve("none");
        assertThatThrownBy(() -> SeenOnce.in(none))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("none");
    }
}
