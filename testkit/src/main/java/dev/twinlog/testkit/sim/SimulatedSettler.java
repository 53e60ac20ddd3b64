package dev.twinlog.testkit.sim;

import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.NarrativeOrder;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.Decision;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.Outages;
import dev.twinlog.reconcile.Ownership;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.reconcile.SessionSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Hears as the daemon's settler does: one thing at a time into the incremental state, settled again when it
/// has to be, stored in rows at any moment, with the owners of copies told after each store, and loaded
/// again after a crash.
public final class SimulatedSettler {
    private final Map<SessionId, SessionState> states = new TreeMap<>();
    private final Map<SessionId, List<Heard>> journal = new TreeMap<>();
    private final TreeMap<Long, Event> rows = new TreeMap<>();
    private final Map<SessionId, List<byte[]>> indexes = new TreeMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Heard> uncommitted = new ArrayList<>();
    private final Map<SessionId, List<Long>> stale = new HashMap<>();
    private final boolean placing;
    private int committedDecisions;
    private long lastRow;
    private long settledAgain;

    private final EventState.Bodies bodies = row -> {
        var event = rows.get(row);
        if (event == null) throw new IllegalStateException("row " + row + " is not stored");
        return event.groups();
    };

    /// @param placing whether owners are looked for after each heard thing, and changes of owner logged; else at each
    ///                store
    public SimulatedSettler(boolean placing) {
        this.placing = placing;
    }

    /// Takes in one heard thing.
    public void hear(Heard heard) {
        take(heard);
        if (!placing) return;
        own(decisions::add);
        states.values().forEach(state -> state.events().forEach(EventState::place));
    }

    private void take(Heard heard) {
        uncommitted.add(heard);
        var id = heard.session();
        journal.computeIfAbsent(id, i -> new ArrayList<>()).add(heard);
        var state = states.computeIfAbsent(id, i -> new SessionState(i, bodies));
        if (state.hear(heard, decisions::add) == SessionState.Fit.FITS) return;
        settledAgain++;
        var all = journal.getOrDefault(id, List.of());
        var again = SessionState.settleAgain(id, bodies, all, heard, decisions::add);
        again.inherit(state);
        states.put(id, again);
        stale.put(id, rowsOf(id));
    }

    private List<Long> rowsOf(SessionId id) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().key().session().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Stores what changed, and tells owners.
    public void flush() {
        states.forEach(this::flush);
        own(decision -> {});
        uncommitted.clear();
        committedDecisions = decisions.size();
    }

    private void flush(SessionId id, SessionState state) {
        var gone = stale.remove(id);
        if (gone != null) gone.forEach(rows::remove);
        if (!state.changed() && gone == null) return;
        for (var event : state.unstored()) {
            var settled = event.event(bodies);
            if (event.row() != 0) rows.remove(event.row());
            rows.put(++lastRow, settled);
            event.stored(lastRow);
        }
        state.forgotten().forEach(rows::remove);
        indexes.computeIfAbsent(id, i -> new ArrayList<>()).add(state.newRecords());
        state.flushed();
    }

    private void own(Consumer<Decision> log) {
        var holders = new HashMap<Long, TreeSet<SessionId>>();
        states.forEach((id, state) -> {
            for (var event : state.events())
                if (event.copyId() != 0)
                    holders.computeIfAbsent(event.copyId(), c -> new TreeSet<>())
                            .add(id);
        });
        var ownerships = ownerships(holders);
        states.forEach((id, state) -> {
            for (var event : inOrder(state)) {
                var all = holders.get(event.copyId());
                var ownership = ownerships.get(id);
                own(id, event, all == null || ownership == null ? id : ownership.owner(all), log);
            }
        });
    }

    private static List<EventState> inOrder(SessionState state) {
        return state.events().stream()
                .sorted(Comparator.comparing(EventState::key))
                .toList();
    }

    private void own(SessionId id, EventState event, SessionId owner, Consumer<Decision> log) {
        boolean owned = event.owned();
        if (!event.give(owner.equals(id) ? null : owner)) return;
        if (event.isPlaced() && event.owned() != owned) log.accept(event.changedHands());
        rows.computeIfPresent(
                event.row(),
                (row, was) ->
                        new Event(was.key(), was.at(), was.turn(), was.status(), was.agentId(), owner, was.groups()));
    }

    /// The birth table of each session's family: the sessions that share records with it, also through others.
    private Map<SessionId, Ownership> ownerships(Map<Long, TreeSet<SessionId>> holders) {
        var families = new TreeMap<SessionId, TreeSet<SessionId>>();
        for (var id : states.keySet()) families.put(id, new TreeSet<>(List.of(id)));
        for (var together : holders.values()) {
            var union = new TreeSet<SessionId>();
            for (var id : together) union.addAll(families.getOrDefault(id, new TreeSet<>()));
            for (var id : union) families.put(id, union);
        }
        var ownerships = new HashMap<SessionId, Ownership>();
        families.forEach((id, family) -> {
            var members = new TreeMap<SessionId, List<byte[]>>();
            for (var member : family) members.put(member, index(member));
            ownerships.put(id, Ownership.of(members));
        });
        return ownerships;
    }

    private List<byte[]> index(SessionId id) {
        var index = new ArrayList<>(indexes.getOrDefault(id, List.of()));
        var state = states.get(id);
        if (state != null) index.add(state.newRecords());
        return index;
    }

    /// A crash: what was not stored is heard again, the rest is loaded from what was delivered.
    public void restart() {
        var again = List.copyOf(uncommitted);
        decisions.subList(committedDecisions, decisions.size()).clear();
        states.clear();
        stale.clear();
        again.forEach(heard -> forget(journal.getOrDefault(heard.session(), List.of()), heard));
        uncommitted.clear();
        journal.forEach(this::load);
        own(decision -> {});
        again.forEach(this::hear);
    }

    private static void forget(List<Heard> heard, Heard last) {
        for (int i = heard.size() - 1; i >= 0; i--)
            if (heard.get(i) == last) {
                heard.remove(i);
                return;
            }
    }

    private void load(SessionId id, List<Heard> heard) {
        if (heard.isEmpty()) return;
        var state = SessionState.settleAgain(id, bodies, heard);
        var stored = new HashMap<EventKey, Long>();
        for (var row : rowsOf(id)) {
            var event = rows.get(row);
            if (event != null) stored.put(event.key(), row);
        }
        for (var event : state.events()) {
            var row = stored.remove(event.key());
            if (row == null) throw new IllegalStateException(event.key() + " is settled, but was not stored");
            var known = rows.get(row);
            event.restored(row, known == null || known.owned());
        }
        if (!stored.isEmpty()) throw new IllegalStateException(stored + " are stored, but not settled");
        state.flushed();
        states.put(id, state);
    }

    /// The stored events.
    public Collection<Event> stored() {
        return rows.values();
    }

    /// The stored narratives.
    public SortedMap<SessionId, List<Event>> narratives() {
        var events = new TreeMap<SessionId, List<Event>>();
        for (var id : journal.keySet()) events.put(id, new ArrayList<>());
        for (var event : rows.values())
            events.computeIfAbsent(event.key().session(), i -> new ArrayList<>())
                    .add(event);
        var narratives = new TreeMap<SessionId, List<Event>>();
        events.forEach((id, settled) -> narratives.put(id, NarrativeOrder.sort(settled)));
        return narratives;
    }

    /// The sessions as wholes.
    public SortedMap<SessionId, SessionSummary> summaries() {
        var summaries = new TreeMap<SessionId, SessionSummary>();
        states.forEach((id, state) -> summaries.put(id, state.summary(null)));
        return summaries;
    }

    /// What is missing of each session.
    public SortedMap<SessionId, List<Gap>> gaps(Outages outages) {
        var gaps = new TreeMap<SessionId, List<Gap>>();
        states.forEach((id, state) -> gaps.put(id, state.gaps(outages)));
        return gaps;
    }

    /// Every verdict so far.
    public List<Decision> decisions() {
        return Collections.unmodifiableList(decisions);
    }

    /// Everything heard so far by session.
    Map<SessionId, List<Heard>> heard() {
        return new LinkedHashMap<>(journal);
    }

    /// How often a session had to be settled again.
    public long settledAgain() {
        return settledAgain;
    }
}
