package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Signal.Looked;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoveltyTest {
    private static final Looked NOTHING = new Looked(true, null, null);
    private static final Looked SOCKET = new Looked(true, "1:2", null);

    private static List<Boolean> told(Looked... looks) {
        var novelty = new Novelty();
        return Stream.of(looks).map(novelty::of).toList();
    }

    @Test
    void what_is_new_is_told_and_once_more_that_it_stayed() {
        assertThat(told(NOTHING, NOTHING, NOTHING, NOTHING)).containsExactly(true, true, false, false);
    }

    @Test
    void each_change_is_told_also_back_to_what_was_before() {
        assertThat(told(NOTHING, NOTHING, NOTHING, SOCKET, NOTHING, NOTHING, NOTHING))
                .containsExactly(true, true, false, true, true, true, false);
    }

    @Test
    void every_part_of_a_look_counts() {
        for (var other : List.of(SOCKET, new Looked(false, null, null), new Looked(true, null, "new")))
            assertThat(told(NOTHING, NOTHING, NOTHING, other)).containsExactly(true, true, false, true);
    }
}
