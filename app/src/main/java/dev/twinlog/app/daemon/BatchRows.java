package dev.twinlog.app.daemon;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch;
import dev.twinlog.store.Batch.EventRow;
import dev.twinlog.store.Batch.FileRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rows of a commit, put together from who knows them. For the settling thread only.
///
/// @param files what the settler knows of captured files
record BatchRows(
        Sealed sealed,
        Families families,
        Handovers handovers,
        FileLedger ledger,
        OutageDesk outages,
        SessionDesk desk,
        Map<Long, FileRow> files) {

    /// What changed since the last commit.
    ///
    /// @param told      in which rows of sealed sessions events stand, and what they become
    /// @param forgotten rows that are gone in any case; those that other rows replace are added
    record Changed(List<SessionState> sessions, Map<EventState, Sealed.Told> told, Set<Long> forgotten) {}

    /// @param position    the journal position after the last record taken
    /// @param lastEventId the greatest id of an event so far
    Batch batch(long position, Pending pending, Changed changed, long lastEventId, EventState.Bodies bodies) {
        var events = events(changed, lastEventId, bodies);
        var sessions = sessions(changed.sessions());
        return new Batch(
                position,
                pending.files(),
                pending.chunks(),
                pending.spoke(),
                pending.telemetry(),
                sessions.stream()
                        .map(state -> SessionRows.of(state, families.birth(state.id())))
                        .map(sealed::row)
                        .toList(),
                List.copyOf(changed.forgotten),
                events,
                SessionRows.records(changed.sessions()),
                handovers.rows(),
                ledgers(sessions),
                pending.counters(),
                pending.unknown(),
                pending.decisions());
    }

    private static List<EventRow> events(Changed changed, long lastEventId, EventState.Bodies bodies) {
        var events = new ArrayList<EventRow>();
        for (var state : changed.sessions) {
            changed.forgotten.addAll(state.forgotten());
            for (var event : state.unstored()) {
                if (event.row() != 0) changed.forgotten.add(event.row());
                var stands = changed.told.get(event);
                if (stands != null) changed.forgotten.add(stands.row());
                var now = stands == null ? event.event(bodies) : stands.event();
                events.add(EventRows.of(lastEventId + events.size() + 1, now, event));
            }
        }
        return events;
    }

    private Set<SessionState> sessions(List<SessionState> changed) {
        var sessions = new LinkedHashSet<>(changed);
        sessions.addAll(handovers.sessions());
        outages.touched().forEach(session -> sessions.add(desk.state(session)));
        return sessions;
    }

    private Map<SessionId, List<Gap>> ledgers(Collection<SessionState> sessions) {
        var told = sessions.stream().filter(this::tells).toList();
        return sealed.ledgers(sessions, ledger.ledgers(told, outages.outages(), files::get));
    }

    /// Whether a state knows what is missing of its session: not that of a sealed one of which nothing is heard again.
    private boolean tells(SessionState state) {
        return !state.events().isEmpty() || !sealed.holds(state.id());
    }
}
