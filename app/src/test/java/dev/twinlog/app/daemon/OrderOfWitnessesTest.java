package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Event;
import dev.twinlog.model.Heard;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.reconcile.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Transcript and telemetry of recorded sessions settle alike in whatever order they arrive, and as the oracle says. A
/// failure names its seed: `-Dtwinlog.seed=N` begins there; `-Dtwinlog.long=true` runs a thousand orders of each.
final class OrderOfWitnessesTest {
    private static final long SEED = Long.getLong("twinlog.seed", 1);
    private static final int ORDERS = Boolean.getBoolean("twinlog.long") ? 1_000 : 25;
    private static final EventState.Bodies NO_BODIES = row -> new TreeMap<>();

    static List<TwoWitnesses> all() throws IOException {
        return TwoWitnesses.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void both_witnesses_settle_alike_in_any_order(TwoWitnesses two) throws IOException {
        var heard = new ArrayList<Heard>(two.transcripts());
        heard.addAll(two.telemetry());
        var plain = Settlement.settle(heard);
        for (long seed = SEED; seed < SEED + ORDERS; seed++) {
            Collections.shuffle(heard, new Random(seed));
            var bySession = new TreeMap<SessionId, List<Heard>>();
            for (var each : heard)
                bySession
                        .computeIfAbsent(Sessions.of(each), s -> new ArrayList<>())
                        .add(each);
            for (var session : plain.keySet())
                assertThat(own(settled(session, bySession.getOrDefault(session, List.of())), session))
                        .as("%s, seed %d", session, seed)
                        .isEqualTo(own(plain.get(session), session));
        }
    }

    private static Collection<Event> settled(SessionId session, List<Heard> heard) {
        var state = new SessionState(session, NO_BODIES);
        for (int i = 0; i < heard.size(); i++) {
            if (state.hear(heard.get(i), decision -> {}) == SessionState.Fit.FITS) continue;
            state = SessionState.settleAgain(session, NO_BODIES, heard.subList(0, i + 1));
        }
        return state.events().stream().map(event -> event.event(NO_BODIES)).toList();
    }

    /// The events in narrative order, as if the session owned them all.
    private static List<Event> own(Collection<Event> events, SessionId session) {
        return NarrativeOrder.sort(events).stream()
                .map(event -> new Event(
                        event.key(),
                        event.at(),
                        event.turn(),
                        event.status(),
                        event.agentId(),
                        session,
                        event.groups()))
                .toList();
    }
}
