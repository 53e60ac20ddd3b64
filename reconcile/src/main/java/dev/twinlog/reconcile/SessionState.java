package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A session while it is being settled, one heard thing at a time: the incremental form of {@link Settlement}.
///
/// It goes on as long as things arrive in an order that settles like the whole set. When one arrives that
/// changes an answer given before (a parent after its child, an earlier place after a later one), it says
/// so, and the session has to be settled again from all that was heard of it: see {@link #settleAgain}.
public final class SessionState {
    /// Whether a heard thing could be taken in.
    public enum Fit {
        FITS,
        /// What was settled before is no longer what the whole set settles to.
        SETTLE_AGAIN
    }

    private static final String MODEL = "model";

    private final SessionId id;
    private final Turns turns;
    private final RecordTree tree;
    private final Traces traces = new Traces();
    private final Places places = new Places();
    /// Turns in which something was counted that came to them by their name, which may go to another turn.
    private final Set<Turns.Turn> countedByName = new HashSet<>();
    private final Totals totals = new Totals();
    private final Map<Long, Ordinals> ordinals = new TreeMap<>();
    private final SessionFacts facts = new SessionFacts();
    private final RecordLog records = new RecordLog();
    private final SeenLog seen = new SeenLog();
    private final EventIndex events;
    private final RequestOwners requests;
    private final LineTimes lines = new LineTimes();
    private final SortedMap<FileOffset, Unreadable> unreadable = new TreeMap<>(FileOffset.ORDER);
    /// Turns with requests whose model no turn told when it was asked for.
    private final Set<String> withoutModel = new HashSet<>();
    private boolean changed;

    private record FileOffset(long file, long offset) {
        private static final Comparator<FileOffset> ORDER =
                Comparator.comparingLong(FileOffset::file).thenComparingLong(FileOffset::offset);
    }

    /// An observation with the ids of its event, places and totals worked out, and its copy id.
    private record Ready(Observation said, List<Alias> aliases, long copyId) {}

    public SessionState(SessionId id, EventState.Bodies bodies) {
        this(id, bodies, new RequestOwners());
    }

    private SessionState(SessionId id, EventState.Bodies bodies, RequestOwners requests) {
        this.id = id;
        this.requests = requests;
        this.turns = new Turns(id.agent());
        this.tree = new RecordTree(turns);
        this.events = new EventIndex(this, bodies);
    }

    /// The state of all that was heard of a session, whatever its order. Fields must be in memory.
    public static SessionState settleAgain(SessionId id, EventState.Bodies bodies, Collection<? extends Heard> heard) {
        return settleAgain(id, bodies, heard, null, decision -> {});
    }

    /// The state of all that was heard of a session, after {@link #hear} answered {@link Fit#SETTLE_AGAIN}.
    ///
    /// @param heard all that was heard of the session, in any order, up to the trigger and with it
    /// @param trigger what did not fit, or null to hear no verdict
    /// @param log   hears the verdict on the trigger, if it is an observation: the same that it would have
    ///              had, had all
    ///              else been settled as it is now
    public static SessionState settleAgain(
            SessionId id,
            EventState.Bodies bodies,
            Collection<? extends Heard> heard,
            @Nullable Heard trigger,
            Consumer<Decision> log) {
        var state = new SessionState(id, bodies, RequestOwners.of(heard));
        new Resettlement(state, heard, trigger, log).run();
        return state;
    }

    /// Takes in one heard thing of this session.
    ///
    /// @param log hears the verdict of an observation that fits
    public Fit hear(Heard heard, Consumer<Decision> log) {
        return switch (heard) {
            case Observation said -> observe(said, log);
            case RecordSeen record -> see(record);
            case SessionFact fact -> {
                boolean news = facts.take(fact);
                changed |= news;
                if (news && fact.name() == SessionFact.Name.MODEL) modelTold(withoutModel);
                if (news && fact.name() == SessionFact.Name.SOURCE) touch(event -> event.kind() == Kind.MODEL_REQUEST);
                yield Fit.FITS;
            }
            case Link link -> link(link, log);
            case Unknown _ -> Fit.FITS;
            case Unreadable line -> {
                var place = new FileOffset(line.file(), line.raw().offset());
                changed |= unreadable.putIfAbsent(place, line) == null;
                yield Fit.FITS;
            }
        };
    }

    private Fit see(RecordSeen record) {
        changed |= facts.take(record);
        lines.add(record);
        if (record.ordinal() >= 0)
            changed |= ordinals.computeIfAbsent(record.file(), file -> new Ordinals())
                    .add(record.ordinal());
        return switch (tree.standing(record)) {
            case KNOWN -> Fit.FITS;
            case TOLD_BEFORE -> Fit.SETTLE_AGAIN;
            case NEW -> seeNew(record);
        };
    }

    private Fit seeNew(RecordSeen record) {
        changed |= records.add(record);
        if (!Turns.opens(id.agent(), record)) return tell(tree.add(record, null));
        if (turns.changesCounts(record)) return Fit.SETTLE_AGAIN;
        if (turns.changesAnswers(record)) touch(event -> event.turn() instanceof TurnRef.Running);
        var opened = turns.open(record);
        if (opened.rival() != null) {
            if (countedByName.contains(opened.rival())) return Fit.SETTLE_AGAIN;
            tree.distrust();
            touch(event -> true);
        }
        return tell(tree.add(record, opened.turn()));
    }

    private void touch(Predicate<EventState> which) {
        events.heard().stream().filter(which).forEach(EventState::touch);
        changed = true;
    }

    /// Tells those who asked for a turn that the answer changed.
    private Fit tell(Collection<Asker> askers) {
        var fit = Fit.FITS;
        for (var asker : askers)
            switch (asker) {
                case Asker.Count _ -> fit = Fit.SETTLE_AGAIN;
                case EventState event -> {
                    event.current().touch();
                    changed = true;
                }
            }
        return fit;
    }

    private Fit link(Link link, Consumer<Decision> log) {
        if (link.kind() == Kind.TURN) return tell(traces.link(link));
        if (!requests.admits(link)) return Fit.SETTLE_AGAIN;
        if (requests.refuses(link)) return Fit.FITS;
        var joined = events.link(link);
        changed = true;
        if (joined != null && joined.isHeard()) logLinked(joined, log);
        return Fit.FITS;
    }

    private static void logLinked(EventState joined, Consumer<Decision> log) {
        var into = joined.current();
        var teller = joined.teller();
        if (teller == null) return;
        log.accept(new Decision(joined.at(), into.key(), Verdict.LINKED, teller, into.teller(), null));
    }

    private Fit observe(Observation said, Consumer<Decision> log) {
        changed |= facts.takeTime(said.at());
        switch (seen.add(said)) {
            case REPEAT -> {
                log.accept(repeat(said));
                return Fit.FITS;
            }
            case REPEAT_FROM_EARLIER -> {
                return Fit.SETTLE_AGAIN;
            }
            case NEW -> {}
        }
        return observeNew(said, ready -> take(events.of(said.kind(), ready.aliases), ready, log), log);
    }

    /// @param taking gets the observation, unless it does not fit or adds nothing
    private Fit observeNew(Observation said, Consumer<Ready> taking, Consumer<Decision> log) {
        if (!requests.admits(said)) return Fit.SETTLE_AGAIN;
        if (totals.makesIdle(said) || isEndOfUnknown(said)) {
            log.accept(verdict(said, Verdict.DROPPED));
            return Fit.FITS;
        }
        var total = Totals.told(said);
        var step = total == null ? null : totals.to(TotalAlias.parse(total.value()), said);
        if (total != null && step == null) return Fit.SETTLE_AGAIN;
        if (step != null && step.addsNothing() && said.phase() == Phase.DERIVED) {
            log.accept(verdict(said, Verdict.DUPLICATE));
            return Fit.FITS;
        }
        var aliases = aliases(said, step);
        if (aliases == null) return Fit.SETTLE_AGAIN;
        taking.accept(new Ready(withoutTotals(said, step), aliases, copyId(said, aliases)));
        return Fit.FITS;
    }

    /// Takes in an observation up to its ids; what it says is taken in by running what is returned.
    ///
    /// @return null when it does not fit
    @Nullable
    Runnable hold(Observation said, Consumer<Decision> log) {
        changed |= facts.takeTime(said.at());
        seen.add(said);
        var held = new Runnable[] {() -> {}};
        var fit = observeNew(
                said,
                ready -> {
                    var event = events.of(said.kind(), ready.aliases);
                    held[0] = () -> take(event.current(), ready, log);
                },
                log);
        return fit == Fit.FITS ? held[0] : null;
    }

    /// The verdict on what was heard before.
    Decision repeat(Observation said) {
        for (var alias : said.aliases()) {
            var known = events.lookup(said.kind(), alias);
            if (known != null)
                return new Decision(said.at(), known.key(), Verdict.DUPLICATE, said.witness(), said.witness(), null);
        }
        return verdict(said, Verdict.DUPLICATE);
    }

    /// A verdict on what has no event of its own.
    private Decision verdict(Observation said, Verdict verdict) {
        var name = said.aliases().isEmpty()
                ? Long.toHexString(said.identity())
                : said.aliases().getFirst().value();
        return new Decision(
                said.at(), new EventKey(id, said.kind(), name), verdict, said.witness(), said.witness(), null);
    }

    private void take(EventState event, Ready ready, Consumer<Decision> log) {
        var said = ready.said;
        boolean fresh = !event.isHeard();
        var arrival = event.take(said, ready.copyId);
        if (event.kind() == Kind.TURN && arrival.changed()) turnTold(event);
        events.hear(event);
        changed = true;
        log.accept(new Decision(
                said.at(),
                event.key(),
                arrival.verdict(fresh),
                said.witness(),
                arrival.changed() ? said.witness() : arrival.chosen(),
                arrival.replaced()));
    }

    /// An observation's ids with those that its total and place give it; null when the place came too late.
    private @Nullable List<Alias> aliases(Observation said, Totals.@Nullable Step step) {
        var own = said.kind() == Kind.TURN ? turnAliases(said) : requests.aliases(said);
        if (step == null && said.nth() == null) return own;
        var all = new ArrayList<Alias>(own.size() + 1);
        for (var alias : own)
            all.add(step != null && alias.type() == Alias.Type.TOTAL ? Totals.named(alias, step) : alias);
        if (said.nth() == null) return all;
        var place = place(said, said.nth());
        if (place == null) return null;
        all.add(place);
        return all;
    }

    /// A turn goes by its number: in a Claude session several prompts may open one id, and which of them keeps
    /// it is known only later.
    private List<Alias> turnAliases(Observation said) {
        if (id.agent() != Agent.CLAUDE) return said.aliases();
        var told = turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT);
        var turn = told != null ? told : turns.named(said.aliases().getFirst().value());
        if (isByName(said, turn)) countedByName.add(turn);
        return List.of(new Alias(Alias.Type.TURN, turns.number(turn)));
    }

    /// Whether it tells how a turn ended, and not which.
    private boolean isEndOfUnknown(Observation said) {
        return Turns.needsTurn(said) && turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT) == null;
    }

    /// Whether an observation came to a turn by its id alone: another prompt may open the same id.
    private boolean isByName(Observation said, Turns.Turn turn) {
        return !(said.turn() instanceof TurnRef.Under(long under) && tree.isUnderOpener(under, turn));
    }

    private @Nullable Alias place(Observation said, Nth nth) {
        var order = CanonicalOrder.of(said);
        if (nth.scope() == Nth.Scope.SESSION) {
            int k = places.next(nth, null, order);
            return k == 0 ? null : new Alias(Alias.Type.NTH, nth.family() + "#" + k);
        }
        var turn = turn(said.turn(), order, Asker.COUNT);
        if (turn == null) return new Alias(Alias.Type.DIGEST, Long.toHexString(said.identity()));
        if (isByName(said, turn)) countedByName.add(turn);
        int k = places.next(nth, turn, order);
        return k == 0 ? null : new Alias(Alias.Type.NTH, turns.place(turn, nth.family() + "#" + k));
    }

    /// Running totals as what they add; other observations as they are.
    private static Observation withoutTotals(Observation said, Totals.@Nullable Step step) {
        return step == null || said.phase() != Phase.DERIVED ? said : Totals.differenced(said, step);
    }

    private long copyId(Observation said, List<Alias> aliases) {
        if (!Copies.needTurn(said)) return said.copyId();
        var turn = turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT);
        var place = said.aliases().isEmpty() && !aliases.isEmpty() ? nameOf(aliases.getLast()) : null;
        return Copies.id(said, turn == null ? null : turn.name(), place);
    }

    private Turns.@Nullable Turn turn(TurnRef ref, @Nullable CanonicalOrder order, Asker asker) {
        return switch (ref) {
            case TurnRef.Named(var name) -> turns.named(name);
            case TurnRef.Under(long under) -> tree.turnOf(under, asker);
            case TurnRef.Traced(var trace) -> {
                var turn = traces.turn(trace, asker);
                yield turn == null ? null : turns.named(turn);
            }
            case TurnRef.Running() -> order == null ? null : turns.running(order, asker);
            case TurnRef.Untold() -> null;
        };
    }

    @Nullable
    String turnName(EventState event) {
        var turn = turn(event.turn(), event.turnOrder(), event);
        return turn == null ? null : turn.name();
    }

    /// The id that an alias gives in a key.
    String nameOf(Alias alias) {
        return isCounted(alias) ? turns.spell(alias.value()) : alias.value();
    }

    private static boolean isCounted(Alias alias) {
        return alias.type() == Alias.Type.NTH || alias.type() == Alias.Type.TURN;
    }

    int compareNames(Alias one, Alias other) {
        if (isCounted(one) && one.type() == other.type()) return nameOf(one).compareTo(nameOf(other));
        return one.compareTo(other);
    }

    public SessionId id() {
        return id;
    }

    /// The model that answered a request: what it tells itself, else its turn's, else the session's.
    public @Nullable String model(EventState request) {
        var about = request.fields(FieldGroup.ABOUT);
        var own = about == null ? null : about.text(MODEL);
        if (own != null) return own;
        var name = turnName(request);
        var turn = name == null ? null : events.lookup(Kind.TURN, new Alias(Alias.Type.TURN, name));
        var input = turn == null ? null : turn.current().fields(FieldGroup.INPUT);
        var model = input == null ? null : input.text(MODEL);
        if (model != null) return model;
        withoutModel.add(name == null ? "" : name);
        return facts.value(SessionFact.Name.MODEL);
    }

    /// Requests of these turns may have another model now.
    private void modelTold(Set<String> inTurns) {
        if (withoutModel.isEmpty() || inTurns.stream().noneMatch(withoutModel::contains)) return;
        touch(event -> {
            var turn = event.kind() == Kind.MODEL_REQUEST ? turnName(event) : null;
            return event.kind() == Kind.MODEL_REQUEST && inTurns.contains(turn == null ? "" : turn);
        });
    }

    /// Requests and prompts of a turn may have another model or source now.
    private void turnTold(EventState turn) {
        var name = turn.key().id();
        modelTold(Set.of(name));
        if (GivenPrompts.isGiven(turn.fields(FieldGroup.ABOUT)))
            touch(event -> event.kind() == Kind.PROMPT && name.equals(turnName(event)));
    }

    /// Whether another thread asked for the turn of a prompt.
    boolean isGiven(EventState prompt) {
        var name = turnName(prompt);
        var turn = name == null ? null : events.lookup(Kind.TURN, new Alias(Alias.Type.TURN, name));
        return turn != null && GivenPrompts.isGiven(turn.current().fields(FieldGroup.ABOUT));
    }

    /// Whether the session as a whole is a subagent: a thread that another one started.
    boolean isSubagent() {
        return SessionFacts.SUBAGENT.equals(facts.value(SessionFact.Name.SOURCE));
    }

    /// The version of the agent that wrote the session, or null.
    public @Nullable String version() {
        return facts.value(SessionFact.Name.VERSION);
    }

    /// Everything settled, in no order.
    public Collection<EventState> events() {
        return events.heard();
    }

    /// Whether anything changed since the last call of `flushed`.
    public boolean changed() {
        return changed;
    }

    /// The events that differ from what is stored.
    public List<EventState> unstored() {
        return events.heard().stream().filter(EventState::isUnstored).toList();
    }

    /// The rows whose events are gone since the last call of `flushed`.
    public List<Long> forgotten() {
        return events.forgotten();
    }

    /// Records not yet in the stored index, as it keeps them.
    public byte[] newRecords() {
        return records.pending();
    }

    /// What was unstored is stored.
    public void flushed() {
        events.flushed();
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
        return GapRules.of(this, facts, lines, ordinals.values(), unreadable.values());
    }

    /// How many links were refused because a request id would have joined two messages.
    public int refusedLinks() {
        return requests.refused();
    }

    /// A rough size in memory.
    public long bytes() {
        return 1000L
                + 216L * tree.size()
                + 24L * seen.size()
                + 900L * events.heard().size();
    }
}
