package dev.twinlog.testkit.agents;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// Places at which answers wait, so that a test meets an agent in the midst of one.
public final class Gates {
    private static final Duration HELD_MAX = Duration.ofMinutes(2);

    private static final class State {
        private final Set<String> reached = new HashSet<>();
        private final Set<String> open = new HashSet<>();
        private boolean allOpen;
    }

    private final Awaited<State> state = new Awaited<>(new State());

    /// Waits until an answer has come to the gate.
    public void awaitReached(String gate, Duration within) throws InterruptedException, TimeoutException {
        state.await(within, of -> of.reached.contains(gate) ? true : null, () -> "an answer at the gate " + gate);
    }

    /// Lets answers through, also those to come.
    public void open(String gate) {
        state.change(of -> of.open.add(gate));
    }

    void openAll() {
        state.change(of -> of.allOpen = true);
    }

    void pass(String gate) throws InterruptedException, TimeoutException {
        state.change(of -> of.reached.add(gate));
        state.await(HELD_MAX, of -> of.allOpen || of.open.contains(gate) ? true : null, () -> "the gate " + gate);
    }
}
