package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthFileTest {
    private static final AuthFile READ =
            AuthFile.UNKNOWN.look("a", at(0)).look("a", at(1)).started();

    @Test
    void a_change_counts_when_two_looks_saw_the_same() {
        var once = READ.look("b", at(2));
        assertThat(once.changed()).isFalse();
        assertThat(once.look("b", at(3)).changed()).isTrue();
    }

    @Test
    void a_file_that_still_changes_is_not_taken_yet() {
        assertThat(READ.look("b", at(2)).look("c", at(3)).changed()).isFalse();
    }

    @Test
    void that_the_file_vanished_is_a_change() {
        assertThat(READ.look(null, at(2)).look(null, at(3)).changed()).isTrue();
    }

    @Test
    void a_change_taken_back_is_none() {
        assertThat(READ.look("b", at(2)).look("a", at(3)).look("a", at(4)).changed())
                .isFalse();
    }

    @Test
    void what_the_child_writes_is_no_change() {
        var signedIn = READ.look("b", at(2)).written(at(2)).look("c", at(3));
        assertThat(signedIn.look("c", at(4)).changed()).isFalse();
        assertThat(signedIn.look("c", at(6)).look("c", at(7)).changed()).isFalse();
    }

    @Test
    void what_changes_later_is_somebody_elses_doing() {
        var later = READ.written(at(2)).look("a", at(5)).look("d", at(6)).look("d", at(7));
        assertThat(later.changed()).isTrue();
    }

    private static Tick at(long seconds) {
        return Tick.ZERO.plus(Duration.ofSeconds(seconds));
    }
}
