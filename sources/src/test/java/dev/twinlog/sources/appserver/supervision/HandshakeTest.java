package dev.twinlog.sources.appserver.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {
    /// `initialized+a`: account/read was answered; `+l`: thread/loaded/list was.
    private static final Map<String, Handshake> STATES = Map.of(
            "none", Handshake.NONE,
            "sent", new Handshake(HandshakeState.INITIALIZE_SENT, false, false),
            "initialized", new Handshake(HandshakeState.INITIALIZED, false, false),
            "initialized+a", new Handshake(HandshakeState.INITIALIZED, true, false),
            "initialized+l", new Handshake(HandshakeState.INITIALIZED, false, true),
            "complete", new Handshake(HandshakeState.COMPLETE, true, true),
            "failed", new Handshake(HandshakeState.FAILED, false, false));

    private static final String TABLE = """
            state          SENT  ACKNOWLEDGED  REFUSED  OVERDUE  ACCOUNT_ANSWERED  LIST_ANSWERED
            none           sent  -             -        -        -                 -
            sent           -     initialized   failed   failed   -                 -
            initialized    -     -             -        -        initialized+a     initialized+l
            initialized+a  -     -             -        -        initialized+a     complete
            initialized+l  -     -             -        -        complete          initialized+l
            complete       -     -             -        -        complete          complete
            failed         -     -             -        -        -                 -
            """;

    static Stream<Arguments> cells() {
        return TransitionTable.cells(TABLE);
    }

    @ParameterizedTest(name = "{0} + {1} = {2}")
    @MethodSource("cells")
    void each_cell_is_as_the_table_says(String state, String event, String next) {
        var got = STATES.get(state).on(Handshake.Event.valueOf(event));
        if (next.equals("-")) assertThat(got).isEmpty();
        else assertThat(got).contains(STATES.get(next));
    }

    @Test
    void the_table_is_whole() {
        assertThat(cells().count()).isEqualTo((long) STATES.size() * Handshake.Event.values().length);
        assertThat(STATES.values().stream().map(Handshake::state)).contains(HandshakeState.values());
    }

    @Test
    void initialized_is_what_was_acknowledged() {
        STATES.forEach((name, handshake) -> assertThat(handshake.initialized())
                .as(name)
                .isEqualTo(name.startsWith("initialized") || name.equals("complete")));
    }
}
