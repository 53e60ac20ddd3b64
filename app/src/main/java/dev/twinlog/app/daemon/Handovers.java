package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Decision;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.OwnershipRow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The events that changed hands since the last commit, and the sessions that told something since the last record of
/// the journal. For the settling thread only.
final class Handovers {
    private final Families families;
    private final SessionDesk desk;
    private final Set<SessionId> told = new LinkedHashSet<>();
    private final Map<SessionId, Set<EventState>> moved = new LinkedHashMap<>();

    Handovers(Families families, SessionDesk desk) {
        this.families = families;
        this.desk = desk;
    }

    /// Notes that something was told of a session.
    void tell(SessionId session) {
        told.add(session);
    }

    /// A session was settled again: its new state goes on with the owners that the old one knew.
    void settledAgain(SessionState before) {
        told.add(before.id());
        moved.remove(before.id());
        desk.state(before.id()).inherit(before);
    }

    /// Gives what was told of to its owners. Done at the end of each record.
    ///
    /// @param log hears of each event that stood before and changed hands
    void place(Consumer<Decision> log) {
        if (told.isEmpty() && !families.areBereft()) return;
        families.settle(told.stream().map(desk::state).toList(), log)
                .forEach((state, events) -> moved.computeIfAbsent(state.id(), id -> new LinkedHashSet<>())
                        .addAll(events));
        told.clear();
    }

    /// The sessions of which an event changed hands: what they own changed, and with it their counts and gaps.
    Collection<SessionState> sessions() {
        return moved.keySet().stream().map(desk::state).toList();
    }

    /// Who owns the stored events that changed hands.
    List<OwnershipRow> rows() {
        return moved.values().stream()
                .flatMap(Set::stream)
                .filter(event -> event.row() != 0 && !event.isUnstored())
                .map(event -> new OwnershipRow(event.row(), event.owned()))
                .toList();
    }

    /// All is committed.
    void clear() {
        moved.clear();
        families.committed();
    }
}
