package dev.twinlog.sources.appserver.supervision;

import static dev.twinlog.sources.appserver.supervision.SocketPresence.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SocketPresenceTest {
    private static final Tick START = Tick.ZERO;
    private static final Tick LATER = START.plus(Duration.ofSeconds(60));

    @Test
    void before_the_first_look_nothing_is_ready() {
        assertThat(UNKNOWN.ready(LATER)).isFalse();
        assertThat(UNKNOWN.next()).isEmpty();
    }

    @Test
    void one_that_was_there_before_us_is_ready_at_once() {
        assertThat(UNKNOWN.on("1", START).ready(START)).isTrue();
    }

    @Test
    void one_that_appears_later_is_ready_five_seconds_after() {
        var seen = UNKNOWN.on(null, START).on("1", LATER).on("1", LATER.plus(Duration.ofSeconds(1)));
        assertThat(seen.next()).contains(LATER.plus(Duration.ofSeconds(5)));
        assertThat(seen.ready(LATER.plus(Duration.ofMillis(4999)))).isFalse();
        assertThat(seen.ready(LATER.plus(Duration.ofSeconds(5)))).isTrue();
    }

    @Test
    void another_server_in_its_place_and_one_that_comes_back_are_new() {
        var other = UNKNOWN.on("1", START).on("2", LATER);
        assertThat(other.ready(LATER)).isFalse();
        var back = UNKNOWN.on("1", START).on(null, START).on("1", LATER);
        assertThat(back.ready(LATER)).isFalse();
        assertThat(back.on(null, LATER).ready(LATER.plus(Duration.ofSeconds(9))))
                .isFalse();
    }
}
