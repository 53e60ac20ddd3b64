package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Verdict;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session while it is being settled, one heard thing at a time: the incremental form of {@link Settlement}.
///
/// It goes on as long as things arrive in an order that settles like the whole set. When one arrives that changes an
/// answer given before (a parent after its child, an earlier place after a later one), it says so, and the session has
/// to be settled again from all that was heard of it: see {@link #settleAgain}.
public final class SessionState {
    /// Whether a heard thing could be taken in.
    public enum Fit {
        FITS,
        /// What was settled before is no longer what the whole set settles to.
        SETTLE_AGAIN
    }

    private final SessionId id;
    private final EventState.Bodies bodies;
    private final Turns turns;
    private final RecordTree tree = new RecordTree();
    private final Places places = new Places();
    private final Totals totals = new Totals();
    private final Map<Long, Ordinals> ordinals = new TreeMap<>();
    private final SessionFacts facts = new SessionFacts();
    private final RecordLog records = new RecordLog();
    private final LongOpenHashSet seen = new LongOpenHashSet();
    private final Map<Aliased, EventState> byAlias = new HashMap<>();
    private final Set<EventState> events = new LinkedHashSet<>();
    private final List<Long> forgotten = new ArrayList<>();
    private final RequestOwners requests;
    private final Set<String> untracedTurns = new HashSet<>();
    private final Map<Long, Unreadable> unreadable = new TreeMap<>();
    private boolean changed;

    private record Aliased(Kind kind, Alias alias) {}

    public SessionState(SessionId id, EventState.Bodies bodies) {
        this(id, bodies, new RequestOwners());
    }

    private SessionState(SessionId id, EventState.Bodies bodies, RequestOwners requests) {
        this.id = id;
        this.bodies = bodies;
        this.requests = requests;
        this.turns = new Turns(id.agent());
    }

    /// The state of all that was heard of a session, whatever its order. Fields must be in memory.
    public static SessionState settleAgain(SessionId id, EventState.Bodies bodies, Collection<? extends Heard> heard) {
        var requests = RequestOwners.of(heard);
        var state = new SessionState(id, bodies, requests);
        var observations = new ArrayList<Observation>();
        for (var each : heard) {
            if (each instanceof Observation said) observations.add(said);
            else state.hear(each, decision -> {});
        }
        observations.sort((one, other) -> CanonicalOrder.of(one).compareTo(CanonicalOrder.of(other)));
        for (var said : observations) {
            if (state.hear(said, decision -> {}) == Fit.SETTLE_AGAIN)
                throw new IllegalStateException("canonical order did not fit in " + id + " at " + said);
        }
        return state;
    }

    /// Takes in one heard thing of this session.
    ///
    /// @param log hears the verdict of an observation
    public Fit hear(Heard heard, Consumer<Decision> log) {
        return switch (heard) {
            case Observation said -> observe(said, log);
            case RecordSeen record -> see(record);
            case SessionFact fact -> {
                changed |= facts.take(fact);
                yield Fit.FITS;
            }
            case Link link -> link(link);
            case Unknown ignored -> Fit.FITS;
            case Unreadable line -> {
                changed |= unreadable.put(line.raw().position() ^ line.raw().offset(), line) == null;
                yield Fit.FITS;
            }
        };
    }

    private Fit see(RecordSeen record) {
        changed |= facts.take(record);
        if (record.ordinal() >= 0)
            ordinals.computeIfAbsent(record.file(), file -> new Ordinals()).add(record.ordinal());
        boolean known = record.record() != 0 && tree.knows(record.record());
        if (!known) records.add(record);
        if (record.turn() == null) return tree.add(record, null) ? Fit.FITS : Fit.SETTLE_AGAIN;
        if (!record.opens()) return tree.add(record, turns.named(record.turn())) ? Fit.FITS : Fit.SETTLE_AGAIN;
        if (turns.tooLate(record)) return Fit.SETTLE_AGAIN;
        var opened = turns.open(record);
        if (opened.renamed()) events.forEach(EventState::touch);
        return tree.add(record, opened.turn()) ? Fit.FITS : Fit.SETTLE_AGAIN;
    }

    private Fit link(Link link) {
        if (link.kind() == Kind.TURN) return linkTurn(link);
        var one = lookup(link.kind(), link.one());
        var other = lookup(link.kind(), link.other());
        if (one == null && other == null) {
            var event = add(link.kind(), link.one());
            know(event, link.other());
        } else if (one == null) know(Objects.requireNonNull(other), link.one());
        else if (other == null) know(one, link.other());
        else if (one != other) join(one, other);
        return Fit.FITS;
    }

    private Fit linkTurn(Link link) {
        var turn = link.one().type() == Alias.Type.TURN ? link.one() : link.other();
        var trace = turn == link.one() ? link.other() : link.one();
        turns.trace(trace.value(), turn.value());
        return untracedTurns.contains(trace.value()) ? Fit.SETTLE_AGAIN : Fit.FITS;
    }

    private Fit observe(Observation said, Consumer<Decision> log) {
        facts.takeTime(said.at());
        if (!seen.add(said.identity() * 0x9E3779B97F4A7C15L ^ said.digest())) return repeat(said, log);
        if (!requests.admits(said)) return Fit.SETTLE_AGAIN;
        if (totals.makesIdle(said)) return idle(said, log);
        var aliases = aliases(said);
        if (aliases == null) return Fit.SETTLE_AGAIN;
        take(withoutTotals(said, aliases), aliases.all(), log);
        return Fit.FITS;
    }

    private Fit repeat(Observation said, Consumer<Decision> log) {
        var known = said.aliases().stream()
                .map(alias -> lookup(said.kind(), alias))
                .filter(Objects::nonNull)
                .findFirst();
        var key = known.map(EventState::key).orElseGet(() -> keyOf(said));
        log.accept(new Decision(
                said.at(), key, Verdict.DUPLICATE, said.witness(), said.witness(), null));
        return Fit.FITS;
    }

    /// A running total adds nothing to requests that were told one by one.
    private Fit idle(Observation said, Consumer<Decision> log) {
        log.accept(new Decision(said.at(), keyOf(said), Verdict.DROPPED, said.witness(), said.witness(), null));
        return Fit.FITS;
    }

    private EventKey keyOf(Observation said) {
        var name = said.aliases().isEmpty()
                ? Long.toHexString(said.identity())
                : said.aliases().getFirst().value();
        return new EventKey(id, said.kind(), name);
    }

    private void take(Observation said, List<Alias> aliases, Consumer<Decision> log) {
        EventState event = null;
        for (var alias : aliases) {
            var known = lookup(said.kind(), alias);
            if (known == null || known == event) continue;
            event = event == null ? known : join(event, known);
        }
        boolean fresh = event == null || event.groups().isEmpty();
        if (event == null) event = add(said.kind(), aliases.getFirst());
        for (var alias : aliases) know(event, alias);
        var arrival = event.take(said);
        changed = true;
        log.accept(new Decision(
                said.at(),
                event.key(),
                arrival.verdict(fresh),
                said.witness(),
                arrival.changed() ? said.witness() : arrival.chosen(),
                arrival.replaced()));
    }

    private @Nullable EventState lookup(Kind kind, Alias alias) {
        var event = byAlias.get(new Aliased(kind, alias));
        while (event != null && event.mergedInto() != null) event = event.mergedInto();
        return event;
    }

    private EventState add(Kind kind, Alias alias) {
        var event = new EventState(this, kind, alias);
        events.add(event);
        byAlias.put(new Aliased(kind, alias), event);
        return event;
    }

    private void know(EventState event, Alias alias) {
        byAlias.put(new Aliased(event.kind(), alias), event);
        event.alias(alias);
    }

    private EventState join(EventState into, EventState other) {
        into.join(other, bodies);
        events.remove(other);
        if (other.row() != 0) forgotten.add(other.row());
        changed = true;
        return into;
    }

    /// An observation's ids with those that its place gives it; null when the place came too late.
    private @Nullable Named aliases(Observation said) {
        var all = new ArrayList<>(requests.aliases(said));
        Totals.Step step = null;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).type() != Alias.Type.TOTAL) continue;
            var total = TotalAlias.parse(all.get(i).value());
            step = totals.to(total, said);
            if (step == null) return null;
            all.set(i, new Alias(Alias.Type.TOTAL, step.epoch() + ":" + all.get(i).value()));
        }
        if (said.nth() != null) {
            var place = place(said);
            if (place == null) return null;
            all.add(place);
        }
        return new Named(all, step);
    }

    private record Named(List<Alias> all, Totals.@Nullable Step step) {}

    private @Nullable Alias place(Observation said) {
        var nth = Objects.requireNonNull(said.nth());
        var order = CanonicalOrder.of(said);
        var turn = turn(said.turn(), order);
        if (nth.scope() == Nth.Scope.TURN && turn == null)
            return new Alias(Alias.Type.DIGEST, Long.toHexString(said.identity()));
        int k = places.next(nth, nth.scope() == Nth.Scope.TURN ? turn : null, order);
        if (k == 0) return null;
        var scope = turn == null || nth.scope() == Nth.Scope.SESSION ? "" : turns.number(turn) + "/";
        return new Alias(Alias.Type.NTH, scope + nth.family() + "#" + k);
    }

    /// Running totals as what they add; other observations as they are.
    private Observation withoutTotals(Observation said, Named named) {
        if (named.step() == null || said.phase() != Phase.DERIVED) return said;
        var turn = turn(said.turn(), CanonicalOrder.of(said));
        return Totals.differenced(said, named.step(), turn == null ? "" : turn.name());
    }

    private Turns.@Nullable Turn turn(TurnRef ref, @Nullable CanonicalOrder order) {
        return switch (ref) {
            case TurnRef.Named(var name) -> turns.named(name);
            case TurnRef.Under(long record) -> tree.turnOf(record);
            case TurnRef.Traced(var trace) -> {
                var turn = turns.traced("trace/" + trace);
                if (turn == null) untracedTurns.add("trace/" + trace);
                yield turn;
            }
            case TurnRef.Running() -> order == null ? null : turns.running(order);
            case TurnRef.Untold() -> null;
        };
    }

    @Nullable
    String turnName(EventState event) {
        var turn = turn(event.turn(), event.turnOrder());
        return turn == null ? null : turn.name();
    }

    /// The id that an alias gives in a key.
    String nameOf(Alias alias) {
        return alias.type() == Alias.Type.NTH ? turns.spell(alias.value()) : alias.value();
    }

    int compareNames(Alias one, Alias other) {
        if (one.type() == Alias.Type.NTH && other.type() == Alias.Type.NTH)
            return nameOf(one).compareTo(nameOf(other));
        return one.compareTo(other);
    }

    public SessionId id() {
        return id;
    }

    /// Everything settled, in no order.
    public Collection<EventState> events() {
        return events;
    }

    /// Whether anything changed since the last call of `flushed`.
    public boolean changed() {
        return changed;
    }

    /// The events that differ from what is stored.
    public List<EventState> unstored() {
        return events.stream().filter(EventState::isUnstored).toList();
    }

    /// The rows whose events are gone since the last call of `flushed`.
    public List<Long> forgotten() {
        return List.copyOf(forgotten);
    }

    /// Records not yet in the stored index, as it keeps them.
    public byte[] newRecords() {
        return records.pending();
    }

    /// What was unstored is stored.
    public void flushed() {
        forgotten.clear();
        records.flushed();
        changed = false;
    }

    /// How the session stands.
    ///
    /// @param birth when only its own records began, or null when all of its records are its own
    public SessionSummary summary(@Nullable Long birth) {
        return SessionSummary.of(this, facts, birth);
    }

    /// The evidence that something is missing, in the order of its kinds.
    public List<Gap> gaps() {
        return GapRules.of(this, facts, ordinals.values(), unreadable.values());
    }

    /// How many links were refused because a request id would have joined two messages.
    public int refusedLinks() {
        return requests.refused();
    }

    /// A rough size in memory.
    public long bytes() {
        return 1000L + 100L * tree.size() + 24L * seen.size() + 900L * events.size();
    }
}
