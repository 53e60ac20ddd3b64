package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Event;
import dev.twinlog.model.Heard;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.reconcile.Settlement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// What was heard settles alike in whatever order it is heard, and as the oracle says.
final class AnyOrder {
    private static final EventState.Bodies NO_BODIES = row -> new TreeMap<>();

    private AnyOrder() {}

    /// Shuffles it by so many seeds; a failure names its seed.
    static void settlesAlike(List<Heard> heard, long seed, int orders) {
        var plain = Settlement.settle(heard);
        var shuffled = new ArrayList<>(heard);
        for (long each = seed; each < seed + orders; each++) {
            Collections.shuffle(shuffled, new Random(each));
            var settled = settled(shuffled);
            assertThat(settled.keySet()).containsAll(plain.keySet());
            for (var session : plain.keySet())
                assertThat(own(settled.get(session), session))
                        .as("%s, seed %d", session, each)
                        .isEqualTo(own(plain.get(session), session));
        }
    }

    private static TreeMap<SessionId, Collection<Event>> settled(List<Heard> all) {
        var bySession = new TreeMap<SessionId, List<Heard>>();
        for (var each : all)
            bySession
                    .computeIfAbsent(each.session(), session -> new ArrayList<>())
                    .add(each);
        var settled = new TreeMap<SessionId, Collection<Event>>();
        bySession.forEach((session, heard) -> settled.put(
                session,
                state(session, heard).events().stream()
                        .map(event -> event.event(NO_BODIES))
                        .toList()));
        return settled;
    }

    private static SessionState state(SessionId session, List<Heard> heard) {
        var state = new SessionState(session, NO_BODIES);
        for (int i = 0; i < heard.size(); i++) {
            if (state.hear(heard.get(i), decision -> {}) == SessionState.Fit.FITS) continue;
            state = SessionState.settleAgain(session, NO_BODIES, heard.subList(0, i + 1));
        }
        return state;
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
