package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifecycleTest {
    /// A line per state, a column per event; `-` is illegal.
    private static final String TABLE = """
            state       START     READY    UNAVAILABLE  FAILED    EXHAUSTED   STOP        GONE      CLEARED
            inactive    starting  -        degraded     -         -           inactive    -         -
            starting    -         running  degraded     degraded  crash_loop  stopping    -         -
            running     -         -        -            degraded  crash_loop  stopping    -         -
            degraded    starting  -        degraded     -         -           stopping    -         -
            crash_loop  -         -        -            -         -           crash_loop  -         inactive
            stopping    -         -        -            -         -           stopping    inactive  -
            """;

    static Stream<Arguments> cells() {
        return TransitionTable.cells(TABLE);
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @MethodSource("cells")
    void each_cell_is_as_the_table_says(String state, String event, String next) {
        var got = Lifecycle.on(SidecarState.valueOf(state.toUpperCase(Locale.ROOT)), Lifecycle.Event.valueOf(event));
        assertThat(got.map(SidecarState::wire).orElse("-")).isEqualTo(next);
    }

    @Test
    void the_table_is_whole() {
        assertThat(cells().count()).isEqualTo((long) SidecarState.values().length * Lifecycle.Event.values().length);
        assertThat(Arrays.stream(SidecarState.values()).map(SidecarState::wire))
                .allMatch(state -> TABLE.contains("\n" + state));
    }
}
