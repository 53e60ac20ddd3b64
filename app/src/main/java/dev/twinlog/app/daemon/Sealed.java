package dev.twinlog.app.daemon;

import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.EventState;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.EventBody;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader.NarrativeEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions whose raw bytes have expired or are lost, and how more is settled into them
/// (docs/decisions/0011-raw-bytes.md): what
/// was settled stays, field group by field group, and what is heard later fills what is empty. For the settling thread
/// only.
final class Sealed {
    private static final Logger LOG = LoggerFactory.getLogger(Sealed.class);

    /// Prefix of the note that tells the last event that a session had when it was sealed.
    private static final String NOTE = "sealed/";

    private final Store store;
    private final SealedTelemetry telemetry;
    private final Set<Long> files;
    private Set<SessionId> sessions;
    private boolean stale;

    Sealed(Store store) {
        this.store = store;
        this.telemetry = new SealedTelemetry(store);
        this.files = new HashSet<>(store.expiredFiles());
        this.sessions = store.sealed();
    }

    /// A row in which an event stands that was told again, and the event as it is with both.
    record Told(long row, Event event) {}

    /// Whether the raw bytes of a file have expired.
    boolean expired(long file) {
        return files.contains(file);
    }

    /// Whether a session has nothing any more that it could be settled anew from.
    boolean holds(SessionId session) {
        if (stale) sessions = store.sealed();
        stale = false;
        return sessions.contains(session);
    }

    /// The raw bytes of a file have expired.
    void add(long file, SessionId session) {
        files.add(file);
        seal(session);
    }

    /// The raw requests of telemetry before a position have nothing to tell of a session any more.
    ///
    /// @param state the session as they told it
    void expireTelemetry(SessionState state, long before) {
        seal(state.id());
        telemetry.expire(state, before);
    }

    /// A request that told of a session cannot be read: what was settled of it stays.
    void keep(SessionId session) {
        if (holds(session)) return;
        LOG.warn("what is stored of session {} is kept as it is: {}", session, DamageNote.REQUEST);
        seal(session);
        store.rawTelemetry().keep(session);
        DamageNote.ofRequest(store::note).write(store);
    }

    private void seal(SessionId session) {
        stale = true;
        store.note(NOTE + session, Long.toString(store.lastEventId()));
    }

    /// Whether what the request at a position told of a session was let go of.
    boolean isGone(SessionId session, long position) {
        return telemetry.isGone(session, position);
    }

    /// A session was removed.
    void removed(SessionId session) {
        stale = true;
        telemetry.remove(session);
    }

    /// The rows of a session that is settled again which may go: all, but of a sealed session only those that were
    /// settled since and are no longer told.
    Collection<Long> replaced(SessionState state) {
        var rows = store.events(state.id());
        if (!holds(state.id())) return rows.stream().map(Store.StoredEvent::id).toList();
        var told = new HashSet<String>();
        state.events()
                .forEach(event -> told.add(name(event.key().kind(), event.key().id())));
        telemetry.keys(state).forEach((event, key) -> told.add(name(event.kind(), key)));
        long last = lastSealed(state.id());
        return rows.stream()
                .filter(row -> row.id() > last && !told.contains(name(row.kind(), row.key())))
                .map(Store.StoredEvent::id)
                .toList();
    }

    private long lastSealed(SessionId session) {
        var note = store.note(NOTE + session);
        return note == null ? Long.MAX_VALUE : Long.parseLong(note);
    }

    private static String name(Kind kind, String key) {
        return kind.wire() + "/" + key;
    }

    /// What the changed events of sealed sessions become. One that says nothing new is marked as stored where it
    /// stands.
    Map<EventState, Told> settle(List<SessionState> changed, EventState.Bodies bodies) {
        var all = new HashMap<EventState, Told>();
        for (var state : changed) if (holds(state.id())) settle(state, bodies, all);
        return all;
    }

    private void settle(SessionState state, EventState.Bodies bodies, Map<EventState, Told> all) {
        var standing = new HashMap<String, NarrativeEvent>();
        store.reader()
                .narrative(state.id())
                .ifPresent(narrative ->
                        narrative.events().forEach(event -> standing.put(name(event.kind(), event.key()), event)));
        long last = lastSealed(state.id());
        var rows = rows(state, standing);
        for (var event : state.unstored()) {
            var stands = rows.get(event);
            if (stands == null) continue;
            event.give(stands.owned() ? null : event.owner());
            var both = stands.id() > last ? goneOn(stands, event.event(bodies)) : both(stands, event.event(bodies));
            if (says(stands, both)) event.stored(stands.id());
            else all.put(event, new Told(stands.id(), both));
        }
    }

    /// Which row each event stands in: by its key, else by one of its ids that was its key before. None stands in a row
    /// of another.
    private Map<EventState, NarrativeEvent> rows(SessionState state, Map<String, NarrativeEvent> standing) {
        var rows = new LinkedHashMap<EventState, NarrativeEvent>();
        for (var event : state.events()) {
            var stands = standing.remove(name(event.key().kind(), event.key().id()));
            if (stands != null) rows.put(event, stands);
        }
        telemetry.keys(state).entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().key()))
                .forEach(each -> {
                    var stands = rows.containsKey(each.getKey())
                            ? null
                            : standing.remove(name(each.getKey().kind(), each.getValue()));
                    if (stands != null) rows.put(each.getKey(), stands);
                });
        return rows;
    }

    /// An event keeps the key under which it stands.
    private static EventKey key(NarrativeEvent stands, Event told) {
        return new EventKey(told.key().session(), stands.kind(), stands.key());
    }

    private static Event both(NarrativeEvent stands, Event told) {
        var stood = EventBody.decode(stands.body());
        var groups = joined(told.groups(), stood);
        boolean statusStands =
                stood.containsKey(FieldGroup.OUTCOME) || !told.groups().containsKey(FieldGroup.OUTCOME);
        return new Event(
                key(stands, told),
                stands.at() == Observation.UNTIMED ? told.at() : stands.at(),
                stands.turn() == null ? told.turn() : stands.turn(),
                statusStands && groups.size() == stood.size() ? stands.status() : told.status(),
                stands.agentId() == null ? told.agentId() : stands.agentId(),
                told.owner(),
                groups);
    }

    /// An event that was settled after its session was sealed: what is told of it by now is told whole, so it wins, but
    /// for usage, whose greater count may have been told before.
    private static Event goneOn(NarrativeEvent stands, Event told) {
        var groups = joined(EventBody.decode(stands.body()), told.groups());
        return new Event(
                key(stands, told),
                told.at() == Observation.UNTIMED ? stands.at() : told.at(),
                told.turn() == null ? stands.turn() : told.turn(),
                told.groups().containsKey(FieldGroup.OUTCOME) || !groups.containsKey(FieldGroup.OUTCOME)
                        ? told.status()
                        : stands.status(),
                told.agentId() == null ? stands.agentId() : told.agentId(),
                told.owner(),
                groups);
    }

    /// The groups of both; of one that both have that of `over`, but of usage the one that tells of more output: it is
    /// told again with every block of a message.
    private static SortedMap<FieldGroup, Chosen> joined(Map<FieldGroup, Chosen> under, Map<FieldGroup, Chosen> over) {
        var groups = new TreeMap<>(under);
        for (var group : over.entrySet()) {
            var other = under.get(group.getKey());
            boolean less = group.getKey() == FieldGroup.USAGE
                    && other != null
                    && outputTokens(other) > outputTokens(group.getValue());
            if (!less) groups.put(group.getKey(), group.getValue());
        }
        return groups;
    }

    private static long outputTokens(Chosen usage) {
        return usage.fields().number("outputTokens", 0);
    }

    private static boolean says(NarrativeEvent stands, Event both) {
        return stands.at() == both.at()
                && Objects.equals(stands.turn(), both.turn())
                && stands.status().equals(both.status())
                && Objects.equals(stands.agentId(), both.agentId())
                && Arrays.equals(stands.body(), EventBody.encode(both.groups()));
    }

    /// The row of a session: of a sealed one it goes on from the one that it has.
    SessionRow row(SessionRow told) {
        var stands = holds(told.id()) ? store.session(told.id()) : null;
        return stands == null ? told : telemetry.row(both(stands, told), told);
    }

    /// The ledgers of sessions, with what they had by requests of telemetry that are gone.
    Map<SessionId, List<Gap>> ledgers(Collection<SessionState> states, Map<SessionId, List<Gap>> told) {
        var ledgers = new LinkedHashMap<>(told);
        for (var state : states)
            ledgers.computeIfPresent(state.id(), (session, ledger) -> telemetry.gaps(state, ledger));
        return ledgers;
    }

    private static SessionRow both(SessionRow stands, SessionRow told) {
        return new SessionRow(
                told.id(),
                first(told.project(), stands.project()),
                first(stands.title(), told.title()),
                first(told.gitBranch(), stands.gitBranch()),
                first(told.version(), stands.version()),
                first(told.model(), stands.model()),
                first(told.parent(), stands.parent()),
                earlier(stands.startedAt(), told.startedAt()),
                Math.max(stands.endedAt(), told.endedAt()),
                told.endedAt() > stands.endedAt() ? told.ended() : stands.ended(),
                Math.max(stands.prompts(), told.prompts()),
                Math.max(stands.messages(), told.messages()),
                Math.max(stands.toolCalls(), told.toolCalls()));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static long earlier(long one, long other) {
        if (one == Observation.UNTIMED) return other;
        return other == Observation.UNTIMED ? one : Math.min(one, other);
    }

    /// Who owns the copies that sealed sessions hold: it stays as it was settled.
    Map<Long, SessionId> owners(Collection<SessionId> family) {
        var owners = new TreeMap<Long, SessionId>();
        for (var member : new TreeSet<>(family))
            if (holds(member))
                for (var event : store.events(member))
                    if (event.copyId() != 0 && event.owned()) owners.putIfAbsent(event.copyId(), member);
        return owners;
    }
}
