package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Decision;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.Ownership;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
    /// Which session first told of what has a copy id, since the last commit.
    private final Map<Long, SessionId> uncommitted = new HashMap<>();

    Families(Store store, SessionDesk desk, Sealed sealed) {
        this.store = store;
        this.desk = desk;
        this.sealed = sealed;
        this.bereft = Bereft.in(store);
    }

    /// A session is about to be removed: those that hold copies of what it owned own it after the next {@link #settle}.
    void remove(SessionId session) {
        var others = Set.copyOf(kinOf(session));
        kin.remove(session);
        births.remove(session);
        kin.values().forEach(each -> each.remove(session));
        bereft.of(session, others.stream().filter(other -> !sealed.holds(other)).toList());
    }

    /// When a session's own records began, or null when it shares none.
    @Nullable
    Long birth(SessionId session) {
        return births.get(session);
    }

    /// Finds who owns what a record of the journal told of, and gives each event to its owner. Done after each
    /// record, so that what is logged is a function of the journal alone.
    ///
    /// @param told sessions that the record told of
    /// @param log  hears of each event that stood before and changed hands
    /// @return the events that changed hands by session, among them sessions that were not in `told`
    Map<SessionState, List<EventState>> settle(Collection<SessionState> told, Consumer<Decision> log) {
        var touched = new TreeSet<>(bereft.sessions());
        for (var state : told) {
            var unplaced =
                    state.unstored().stream().filter(event -> !event.isPlaced()).toList();
            if (meets(state.id(), unplaced)
                    || isOlder(state)
                    || desk.takeFresh(state.id()) && !kinOf(state.id()).isEmpty()) touched.add(state.id());
        }
        var moved = new LinkedHashMap<SessionState, List<EventState>>();
        while (!touched.isEmpty()) {
            var family = family(touched.first());
            touched.removeAll(family);
            moved.putAll(assign(family, log));
        }
        for (var state : told) state.unstored().forEach(EventState::place);
        return moved;
    }

    /// What was settled is committed: who holds it stands in the store.
    void committed() {
        uncommitted.clear();
        bereft.committed();
    }

    /// Whether there are copies whose owner was removed, and that nobody owns yet.
    boolean areBereft() {
        return !bereft.sessions().isEmpty();
    }

    /// Whether a session of a family began earlier than was known.
    private boolean isOlder(SessionState state) {
        var birth = births.get(state.id());
        if (birth == null) return false;
        var pairs = ByteBuffer.wrap(state.newRecords());
        while (pairs.remaining() >= 2 * Long.BYTES) {
            pairs.getLong();
            if (pairs.getLong() < birth) return true;
        }
        return false;
    }

    /// Whether events of a session are held by others too; notes by whom.
    private boolean meets(SessionId session, List<EventState> events) {
        var copies = new ArrayList<Long>();
        boolean met = false;
        for (var event : events) {
            if (event.copyId() == 0) continue;
            copies.add(event.copyId());
            var other = uncommitted.putIfAbsent(event.copyId(), session);
            if (other != null) met |= noteKin(session, other);
        }
        for (int from = 0; from < copies.size(); from += ASKED_AT_ONCE_MAX) {
            var asked = copies.subList(from, Math.min(copies.size(), from + ASKED_AT_ONCE_MAX));
            for (var holder : store.holders(asked, session)) met |= noteKin(session, holder.session());
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

    private Map<SessionState, List<EventState>> assign(Set<SessionId> family, Consumer<Decision> log) {
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
        moved.values().forEach(events -> log(events, log));
        return moved;
    }

    /// By their keys: the order in which a state holds its events depends on when it was read again.
    private static void log(List<EventState> moved, Consumer<Decision> log) {
        moved.stream()
                .filter(EventState::isPlaced)
                .sorted(Comparator.comparing(EventState::key))
                .forEach(event -> log.accept(event.changedHands()));
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
        boolean owned = event.owned();
        var owner = owner(state, event, holders, ownership, sealed);
        event.give(owner.equals(state.id()) ? null : owner);
        return event.owned() != owned;
    }

    private static SessionId owner(
            SessionState state,
            EventState event,
            Map<Long, Set<SessionId>> holders,
            Ownership ownership,
            Map<Long, SessionId> sealed) {
        if (event.copyId() == 0) return state.id();
        var settled = sealed.get(event.copyId());
        return settled != null ? settled : ownership.owner(holders.getOrDefault(event.copyId(), Set.of(state.id())));
    }
}
