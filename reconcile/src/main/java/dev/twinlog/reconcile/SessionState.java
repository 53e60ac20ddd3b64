package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Naming.Named;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A session while it is being settled, one heard thing at a time: the incremental form of {@link Settlement}. It goes
/// on as long as things arrive in an order that settles like the whole set. When one arrives that changes an answer
/// given before (a parent after its child), it says so, and the session has to be settled again: {@link #settleAgain}.
public final class SessionState {
    /// Whether a heard thing could be taken in.
    public enum Fit {
        FITS,
        /// What was settled before is no longer what the whole set settles to.
        SETTLE_AGAIN
    }

    private final SessionId id;
    private final TurnBook book;
    private final Naming naming;
    private final SessionFacts facts = new SessionFacts();
    private final RecordLog records = new RecordLog();
    private final SeenLog seen = new SeenLog();
    private final EventIndex events;
    private final RequestModels models;
    private final Verdicts verdicts;
    private final Evidence evidence = new Evidence();
    private final LooseEnds looseEnds;
    private final BiConsumer<EventState, Observation> taken;
    private boolean hasTranscript;
    private boolean changed;

    public SessionState(SessionId id, EventState.Bodies bodies) {
        this(id, bodies, new RequestOwners(), (event, said) -> {});
    }

    /// @param taken hears of each observation, and of the event that it was taken into
    SessionState(
            SessionId id, EventState.Bodies bodies, RequestOwners requests, BiConsumer<EventState, Observation> taken) {
        this.id = id;
        this.taken = taken;
        this.book = new TurnBook(id.agent());
        this.naming = new Naming(id.agent(), book, requests);
        this.events = new EventIndex(this, bodies);
        this.models = new RequestModels(book, events, facts);
        this.verdicts = new Verdicts(id, events);
        this.looseEnds = new LooseEnds(book, events);
    }

    /// The state of all that was heard of a session, whatever its order. Fields must be in memory.
    public static SessionState settleAgain(SessionId id, EventState.Bodies bodies, Collection<? extends Heard> heard) {
        return settleAgain(id, bodies, heard, null, decision -> {});
    }

    /// The state of all that was heard of a session, after {@link #hear} answered {@link Fit#SETTLE_AGAIN}.
    ///
    /// @param heard all that was heard of the session, in any order, up to the trigger and with it
    /// @param trigger what did not fit, or null to hear no verdict
    /// @param log hears the verdict on the trigger, if it is an observation, as if all else were settled
    public static SessionState settleAgain(
            SessionId id,
            EventState.Bodies bodies,
            Collection<? extends Heard> heard,
            @Nullable Heard trigger,
            Consumer<Decision> log) {
        var state = new SessionState(id, bodies, RequestOwners.of(heard), (event, said) -> {});
        new Resettlement(state, heard, trigger, log).run();
        return state;
    }

    /// Takes over who owned its events, by their keys, from the state that it takes the place of.
    public void inherit(SessionState before) {
        var owners = new HashMap<EventKey, EventState>();
        for (var event : before.events()) owners.put(event.key(), event);
        for (var event : events()) {
            var same = owners.get(event.key());
            if (same != null) event.inherit(same);
        }
    }

    /// Takes in one heard thing of this session.
    ///
    /// @param log hears the verdict of an observation that fits
    public Fit hear(Heard heard, Consumer<Decision> log) {
        return switch (heard) {
            case Observation said -> observe(said, log);
            case RecordSeen record -> see(record);
            case SessionFact fact -> take(fact);
            case Link link -> link(link, log);
            case Unknown _ -> Fit.FITS;
            case SequenceSeen number -> take(number);
            case Unreadable line -> take(line);
        };
    }

    /// Numbers alone make no session: a process that resumes another sends a few under an id that never comes again.
    private Fit take(SequenceSeen number) {
        boolean news = facts.takeTime(number.at());
        changed |= (evidence.add(number) || news) && !events.heard().isEmpty();
        return Fit.FITS;
    }

    private Fit take(Unreadable line) {
        changed |= evidence.add(line);
        return Fit.FITS;
    }

    private Fit take(SessionFact fact) {
        hearOf(fact.witness());
        boolean news = facts.take(fact);
        changed |= news;
        if (news && fact.name() == SessionFact.Name.MODEL) models.sessionToldIts();
        if (news && fact.name() == SessionFact.Name.SOURCE) touch(event -> event.kind() == Kind.MODEL_REQUEST);
        if (fact.name() == SessionFact.Name.GENERATION_OVER) looseEnds.generationIsOver(Long.parseLong(fact.value()));
        return Fit.FITS;
    }

    /// Where a transcript is known, what only telemetry told of the requests so far is withheld.
    private void hearOf(Witness witness) {
        if (hasTranscript || witness != Witness.TRANSCRIPT) return;
        var before = events.heard().stream()
                .filter(event -> event.kind() == Kind.MODEL_REQUEST && event.isPresent())
                .toList();
        hasTranscript = true;
        for (var event : before) withhold(event);
    }

    private void withhold(EventState event) {
        if (!event.isWithheld()) return;
        if (event.isPresent()) event.refill(events.bodies());
        else events.leave(event);
        event.touch();
        changed = true;
    }

    /// Whether a transcript of the session is known.
    boolean hasTranscript() {
        return hasTranscript;
    }

    private Fit see(RecordSeen record) {
        hearOf(Witness.TRANSCRIPT);
        looseEnds.tell();
        changed |= facts.take(record);
        changed |= evidence.add(record);
        return switch (book.tree().standing(record)) {
            case KNOWN -> Fit.FITS;
            case TOLD_BEFORE -> Fit.SETTLE_AGAIN;
            case NEW -> seeNew(record);
        };
    }

    private Fit seeNew(RecordSeen record) {
        changed |= records.add(record);
        var turns = book.turns();
        if (!book.opens(record)) return tell(book.tree().add(record, null));
        if (turns.changesCounts(record)) return Fit.SETTLE_AGAIN;
        if (turns.changesAnswers(record)) touch(event -> event.turn() instanceof TurnRef.Running);
        var opened = turns.open(record);
        if (opened.rival() != null) {
            if (naming.countedByName(opened.rival())) return Fit.SETTLE_AGAIN;
            book.tree().distrust();
            touch(event -> true);
        }
        return tell(book.tree().add(record, opened.turn()));
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
        looseEnds.tell();
        if (link.kind() == Kind.TURN) return tell(book.link(link));
        if (!naming.admits(link)) return Fit.SETTLE_AGAIN;
        if (naming.refuses(link)) return Fit.FITS;
        events.of(link.kind(), List.of(link.one(), link.other()), Verdicts.joins(log));
        changed = true;
        return Fit.FITS;
    }

    private Fit observe(Observation said, Consumer<Decision> log) {
        hearOf(said.witness());
        changed |= facts.takeTime(said.witness(), said.at());
        switch (seen.add(said)) {
            case REPEAT -> {
                log.accept(verdicts.repeat(said));
                return Fit.FITS;
            }
            case REPEAT_FROM_EARLIER -> {
                return Fit.SETTLE_AGAIN;
            }
            case NEW -> {}
        }
        var taking = named(said, log);
        if (taking == null) return Fit.SETTLE_AGAIN;
        taking.run();
        return Fit.FITS;
    }

    /// Takes in an observation up to its ids; what it says is taken in by running what is returned, null: no fit.
    @Nullable
    Runnable hold(Observation said, Consumer<Decision> log) {
        hearOf(said.witness());
        changed |= facts.takeTime(said.witness(), said.at());
        seen.add(said);
        return named(said, log);
    }

    private @Nullable Runnable named(Observation said, Consumer<Decision> log) {
        return switch (naming.name(said)) {
            case Named.Misfit() -> null;
            case Named.Idle(var verdict) -> {
                log.accept(verdicts.of(said, verdict));
                yield () -> {};
            }
            case Named.Telling telling -> () -> take(telling, log);
        };
    }

    /// The verdict on what was heard before.
    Decision repeat(Observation said) {
        return verdicts.repeat(said);
    }

    private void take(Named.Telling telling, Consumer<Decision> log) {
        var said = telling.said();
        var event = events.of(said.kind(), telling.aliases(), Verdicts.joins(log));
        boolean fresh = !event.isHeard();
        if (said.witness() == Witness.TRANSCRIPT && event.match()) log.accept(Verdicts.match(event));
        var arrival = event.take(said, telling.copyId());
        if (event.kind() == Kind.TURN && arrival.changed()) turnTold(event);
        events.hear(event);
        taken.accept(event, said);
        looseEnds.hear(event, said);
        withhold(event);
        changed = true;
        log.accept(new Decision(
                said.at(),
                event.key(),
                arrival.verdict(fresh && !event.isWithheld()),
                said.witness(),
                arrival.changed() ? said.witness() : arrival.chosen(),
                arrival.replaced()));
    }

    public SessionId id() {
        return id;
    }

    TurnBook book() {
        return book;
    }

    EventIndex index() {
        return events;
    }

    /// The name of the turn of an event, or null.
    @Nullable
    String turnName(EventState event) {
        return book.nameOf(event);
    }

    /// The model that answered a request: what it tells itself, else its turn's, else the session's.
    public @Nullable String model(EventState request) {
        return models.of(request);
    }

    /// Requests and prompts of a turn may have another model or source now.
    private void turnTold(EventState turn) {
        var name = turn.key().id();
        models.turnToldIts(name);
        if (GivenPrompts.isGiven(turn.fields(FieldGroup.ABOUT)))
            touch(event -> event.kind() == Kind.PROMPT && name.equals(turnName(event)));
    }

    /// Whether another thread asked for the turn of a prompt.
    boolean isGiven(EventState prompt) {
        var name = turnName(prompt);
        var turn = name == null ? null : events.lookup(Kind.TURN, new Alias(Alias.Type.TURN, name));
        return turn != null && GivenPrompts.isGiven(turn.fields(FieldGroup.ABOUT));
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
        looseEnds.settle(events::leave);
        return events.heard().stream().filter(EventState::isPresent).toList();
    }

    /// Whether anything changed since the last call of `flushed`.
    public boolean changed() {
        return changed;
    }

    /// The events that differ from what is stored.
    public List<EventState> unstored() {
        looseEnds.settle(events::leave);
        var unstored = new ArrayList<EventState>();
        // This one first: of a long session almost all events are stored, and whether one is present costs look-ups.
        for (var event : events.heard()) if (event.isUnstored() && event.isPresent()) unstored.add(event);
        return unstored;
    }

    /// The rows whose events are gone since the last call of `flushed`.
    public List<Long> forgotten() {
        looseEnds.settle(events::leave);
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

    /// The evidence that something is missing, where no outage is known.
    public List<Gap> gaps() {
        return gaps(Outages.NONE);
    }

    /// The evidence that something is missing: a function of what was heard and of the outages known.
    public List<Gap> gaps(Outages outages) {
        return GapRules.of(this, facts, evidence, outages);
    }

    /// How many joins were refused because a request id would have joined two messages.
    public int refusedLinks() {
        return naming.refused();
    }

    /// How many events it knows, also those that do not stand.
    public int size() {
        return events.heard().size();
    }

    /// A rough size in memory.
    public long bytes() {
        return 1000L
                + evidence.bytes()
                + 216L * book.tree().size()
                + 24L * seen.size()
                + 900L * events.heard().size();
    }
}
