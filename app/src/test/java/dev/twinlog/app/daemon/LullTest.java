package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LullTest {
    private static final long MUCH = Lull.AFTER_BYTES;

    private final Lull lull = new Lull();

    private boolean due(long heard) {
        return lull.due(heard, () -> true);
    }

    private int beatsUntilDue(long heard) {
        for (int beats = 1; beats < 100; beats++) if (due(heard)) return beats;
        return -1;
    }

    @Test
    void it_is_due_once_after_much_was_heard_and_some_quiet_beats() {
        assertThat(beatsUntilDue(MUCH)).isEqualTo(Lull.AFTER_BEATS);
        assertThat(beatsUntilDue(MUCH)).isEqualTo(-1);
        assertThat(beatsUntilDue(2 * MUCH)).isEqualTo(Lull.AFTER_BEATS);
    }

    @Test
    void a_beat_with_something_to_read_begins_the_count_anew() {
        for (int beat = 1; beat < Lull.AFTER_BEATS; beat++)
            assertThat(due(MUCH)).isFalse();
        assertThat(lull.due(MUCH, () -> false)).isFalse();
        assertThat(beatsUntilDue(MUCH)).isEqualTo(Lull.AFTER_BEATS);
    }

    @Test
    void while_little_was_heard_nobody_is_asked_whether_there_is_more() {
        assertThat(lull.due(MUCH - 1, () -> {
                    throw new AssertionError("asked");
                }))
                .isFalse();
    }
}
