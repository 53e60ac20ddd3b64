package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.supervision.Rules;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.Signal;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.sources.appserver.supervision.Supervision;
import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import dev.twinlog.sources.appserver.supervision.Tick;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is shown while the kill switch is off already, and the source's thread has not heard of it.
class ViewTest {
    private static StreamGate gate(Supervision all) {
        return new View(all, ThreadWatch.ownChild(), null, null, null)
                .health(false, null, new TreeMap<>(), Tick.ZERO)
                .gate();
    }

    private static Supervision killed(boolean crashLoop) {
        var rules = new Rules(true, true, List.of("chatgpt"));
        return Supervision.begin(rules, true, true, 3, crashLoop, 1, Tick.ZERO);
    }

    @Test
    void it_starts_again() {
        assertThat(gate(killed(false))).isEqualTo(new StreamGate.Shut(ShutReason.STARTING, null));
    }

    @Test
    void what_does_not_start_by_itself_is_not_said_to() {
        assertThat(gate(killed(true))).isEqualTo(new StreamGate.Shut(ShutReason.CRASH_LOOP, null));
        var stopped = killed(false).on(new Signal.Stop(), Tick.ZERO).next();
        assertThat(gate(stopped)).isEqualTo(new StreamGate.Shut(ShutReason.STOPPED, null));
    }
}
