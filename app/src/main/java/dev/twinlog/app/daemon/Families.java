package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.Ownership;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Sessions that hold copies of each other's records, and who owns what (SPEC 3.2). For the settling thread
/// only.
final class Families {
    /// How many copy ids one look-up asks for.
    private static final int ASKED_AT_ONCE_MAX = 500;

    private final Store store;
    private final SessionDesk desk;
    private final Sealed sealed;
    private final Bereft bereft;
    private final Map<SessionId, Set<SessionId>> kin = new HashMap<>();
    private final Map<SessionId, Long> births = new HashMap<>();

    Families(Store store, SessionDesk desk, Sealed sealed) {
        this.store = store;
        this.desk = desk;
        this.sealed = sealed;
        this.bereft = Bereft.in(store);
    }

    /// A session is about to be removed: those that hold copies of what it owned own it at the next settling.
    void remove(SessionId session) {
        var others = Set.copyOf(kinOf(session));
        kin.remove(session);
        births.remove(session);
        kin.values().forEach(each -> each.remove(session));
        bereft.of(session, others.stream().filter(other -> !sealed.holds(other)).toList());
    }

    /// What was settled is committed.
    void committed() {
        bereft.committed();
    }

    /// When a session's own records began, or null when it shares none.
    @Nullable
    Long birth(SessionId session) {
        return births.get(session);
    }

    /// Finds who owns the events that changed, and gives each to its owner.
    ///
    /// @param changed sessions with unstored changes
    /// @return the events that changed hands by session, among them sessions that were not in `changed`
    Map<SessionState, List<EventState>> settle(Collection<SessionState> changed) {
        var touched = new TreeSet<>(bereft.sessions());
        var inBatch = inBatch(changed);
        for (var state : changed)
            if (meets(state, inBatch)
                    || desk.takeFresh(state.id()) && !kinOf(state.id()).isEmpty()) touched.add(state.id());
        var moved = new LinkedHashMap<SessionState, List<EventState>>();
        while (!touched.isEmpty()) {
            var family = family(touched.first());
            touched.removeAll(family);
            moved.putAll(assign(family));
        }
        for (var session : bereft.sessions()) inherit(desk.state(session), moved);
        return moved;
    }

    /// Adds the events that another session owned until it was removed. A state that was read again does not know whose
    /// they were, but the store does.
    private void inherit(SessionState heir, Map<SessionState, List<EventState>> moved) {
        var owned = new HashMap<Long, Boolean>();
        store.events(heir.id()).forEach(row -> owned.put(row.id(), row.owned()));
        for (var event : heir.events())
            if (event.owned() && Boolean.FALSE.equals(owned.get(event.row())))
                moved.computeIfAbsent(heir, s -> new ArrayList<>()).add(event);
    }

    private static Map<Long, Set<SessionId>> inBatch(Collection<SessionState> changed) {
        var holders = new HashMap<Long, Set<SessionId>>();
        if (changed.size() < 2) return holders;
        for (var state : changed)
            for (var event : state.unstored())
                if (event.copyId() != 0)
                    holders.computeIfAbsent(event.copyId(), copy -> new TreeSet<>())
                            .add(state.id());
        return holders;
    }

    /// Whether new events of a session are held by others too; notes by whom.
    private boolean meets(SessionState state, Map<Long, Set<SessionId>> inBatch) {
        var fresh = new ArrayList<Long>();
        boolean met = false;
        for (var event : state.unstored()) {
            if (event.copyId() == 0) continue;
            fresh.add(event.copyId());
            for (var other : inBatch.getOrDefault(event.copyId(), Set.of())) met |= noteKin(state.id(), other);
        }
        for (int from = 0; from < fresh.size(); from += ASKED_AT_ONCE_MAX) {
            var asked = fresh.subList(from, Math.min(fresh.size(), from + ASKED_AT_ONCE_MAX));
            for (var holder : store.holders(asked, state.id())) met |= noteKin(state.id(), holder.session());
        }
        return met;
    }

    private boolean noteKin(SessionId one, SessionId other) {
        if (one.equals(other)) return false;
        kinOf(one).add(other);
        kinOf(other).add(one);
        return true;
    }

    private Set<SessionId> kinOf(SessionId session) {
        var known = kin.get(session);
        if (known != null) return known;
        var found = new TreeSet<SessionId>();
        kin.put(session, found);
        var copies = store.events(session).stream()
                .map(Store.StoredEvent::copyId)
                .filter(copy -> copy != 0)
                .toList();
        for (int from = 0; from < copies.size(); from += ASKED_AT_ONCE_MAX)
            for (var holder :
                    store.holders(copies.subList(from, Math.min(copies.size(), from + ASKED_AT_ONCE_MAX)), session))
                found.add(holder.session());
        return found;
    }

    private Set<SessionId> family(SessionId start) {
        var family = new TreeSet<SessionId>();
        var open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            var session = open.pop();
            if (family.add(session)) open.addAll(kinOf(session));
        }
        return family;
    }

    private Map<SessionState, List<EventState>> assign(Set<SessionId> family) {
        var states = new TreeMap<SessionId, SessionState>();
        for (var member : family) states.put(member, desk.state(member));
        var ownership = Ownership.of(indexes(states));
        family.forEach(member -> births.put(member, ownership.birth(member)));
        var holders = holders(states.values());
        var owners = sealed.owners(family);
        var moved = new LinkedHashMap<SessionState, List<EventState>>();
        for (var state : states.values())
            for (var event : state.events())
                if (give(state, event, holders, ownership, owners))
                    moved.computeIfAbsent(state, s -> new ArrayList<>()).add(event);
        return moved;
    }

    private Map<SessionId, List<byte[]>> indexes(Map<SessionId, SessionState> states) {
        var indexes = new TreeMap<SessionId, List<byte[]>>();
        states.forEach((id, state) -> {
            var index = new ArrayList<>(store.recordIndex(id));
            index.add(state.newRecords());
            indexes.put(id, index);
        });
        return indexes;
    }

    private static Map<Long, Set<SessionId>> holders(Collection<SessionState> states) {
        var holders = new HashMap<Long, Set<SessionId>>();
        for (var state : states)
            for (var event : state.events())
                if (event.copyId() != 0)
                    holders.computeIfAbsent(event.copyId(), copy -> new TreeSet<>())
                            .add(state.id());
        return holders;
    }

    private static boolean give(
            SessionState state,
            EventState event,
            Map<Long, Set<SessionId>> holders,
            Ownership ownership,
            Map<Long, SessionId> sealed) {
        if (event.copyId() == 0) return event.give(null);
        var settled = sealed.get(event.copyId());
        var owner =
                settled != null ? settled : ownership.owner(holders.getOrDefault(event.copyId(), Set.of(state.id())));
        return event.give(owner.equals(state.id()) ? null : owner);
    }
}
