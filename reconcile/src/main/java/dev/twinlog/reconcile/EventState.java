package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.Event;
import dev.twinlog.model.EventKey;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One event while it is being settled: for each field group the strongest observation so far. Joining
/// observations is taking the greater of two, so it does not matter in which order, or how often.
public final class EventState implements Asker {
    /// Gives back the fields of an event that were put away.
    @FunctionalInterface
    public interface Bodies {
        /// The groups stored in a row.
        SortedMap<FieldGroup, Chosen> of(long row);
    }

    /// Owns what another session owns, until it is looked for which.
    private static final SessionId ANOTHER = new SessionId(Agent.CLAUDE, "another session");

    private static final Set<FieldGroup> OUTPUT_ALONE = Set.of(FieldGroup.OUTPUT);

    private final SessionState session;
    private final Kind kind;
    private final Holdings holdings;
    private Alias name;
    private int timeBelief = Integer.MAX_VALUE;
    private long at = Observation.UNTIMED;
    private TurnRef turn = TurnRef.UNTOLD;
    private @Nullable CanonicalOrder turnOrder;
    private int turnBelief = Integer.MAX_VALUE;
    private @Nullable String agentId;
    private long copyId;
    private long copyRank;
    private @Nullable SessionId owner;
    private long row;
    private boolean dirty = true;
    private Standing standing = Standing.RUNNING;
    private boolean asked;
    private boolean placed;
    private @Nullable EventState mergedInto;
    private @Nullable String brief;

    EventState(SessionState session, Kind kind, Alias name) {
        this.session = session;
        this.kind = kind;
        this.name = name;
        this.holdings = new Holdings(session.id().agent(), kind, session::hasTranscript);
    }

    /// The key by the strongest alias known now.
    public EventKey key() {
        return new EventKey(session.id(), kind, session.book().nameOf(name));
    }

    public Kind kind() {
        return kind;
    }

    /// The row that holds it in the store, or 0.
    public long row() {
        return row;
    }

    /// 64 bits that a copy in another session shares, or 0.
    public long copyId() {
        return copyId;
    }

    /// The session that owns it, or null when it is its own.
    public @Nullable SessionId owner() {
        return owner;
    }

    public boolean owned() {
        return owner == null;
    }

    /// Gives it to another session, or back to its own (null).
    ///
    /// @return whether that changed something
    public boolean give(@Nullable SessionId to) {
        if (Objects.equals(owner, to)) return false;
        owner = to;
        return true;
    }

    /// Whether its owner was looked for since it was first told of.
    public boolean isPlaced() {
        return placed;
    }

    /// Notes that its owner was looked for.
    public void place() {
        placed = true;
    }

    /// That it changed hands, for the log.
    public Decision changedHands() {
        var teller = teller();
        return new Decision(at, key(), Verdict.LINKED, teller == null ? Witness.TRANSCRIPT : teller, teller, null);
    }

    /// It stands in a row from before this state was made.
    ///
    /// @param wasOwned whether its session owned it then
    public void restored(long inRow, boolean wasOwned) {
        stored(inRow);
        owner = wasOwned ? null : ANOTHER;
        placed = true;
    }

    /// Takes over who owned it before its session was settled again.
    void inherit(EventState before) {
        owner = before.owner;
        placed = before.placed;
    }

    /// Whether it differs from what is stored.
    public boolean isUnstored() {
        return dirty;
    }

    void touch() {
        dirty = true;
    }

    /// Whether an observation told of it, not only links.
    boolean isHeard() {
        return holdings.isHeard();
    }

    /// Whether it stands in the narrative.
    boolean isPresent() {
        return holdings.isPresent() && standing != Standing.SUPERSEDED;
    }

    /// Whether telemetry told of a request that no transcript of the session tells of, so that it fills nothing.
    boolean isWithheld() {
        return holdings.isWithheld();
    }

    /// Whether a witness told of it.
    boolean isToldBy(Witness witness) {
        return holdings.isToldBy(witness);
    }

    /// A transcript tells of it.
    ///
    /// @return whether what telemetry told of it was withheld until now
    boolean match() {
        if (!holdings.match()) return false;
        dirty = true;
        return true;
    }

    /// Whether it was begun, and nothing told yet how it ended.
    boolean isUnfinished() {
        return isHeard() && LooseEnds.isUnfinished(session.id().agent(), kind, groups());
    }

    Standing standing() {
        return standing;
    }

    void stand(Standing now) {
        if (standing == now) return;
        standing = now;
        dirty = true;
    }

    /// It leaves the store, but may come back.
    ///
    /// @return the row that held it, or 0
    long leave(Bodies bodies) {
        refill(bodies);
        long left = row;
        row = 0;
        dirty = true;
        return left;
    }

    /// Whether it is the stored output of a call that nothing names: an output, and no call until a link tells
    /// whose it is.
    boolean isStrayOutput() {
        return name.type() == Alias.Type.DIGEST && groups().keySet().equals(OUTPUT_ALONE);
    }

    /// The event that it is now, after joins.
    EventState current() {
        var event = this;
        while (event.mergedInto != null) event = event.mergedInto;
        return event;
    }

    /// The first witness, in their own order, that holds one of its groups; null when it has none.
    @Nullable
    Witness teller() {
        return holdings.teller();
    }

    long at() {
        return at;
    }

    TurnRef turn() {
        return turn;
    }

    @Nullable
    String agentId() {
        return agentId;
    }

    Map<FieldGroup, Winner> groups() {
        return holdings.chosen();
    }

    /// The fields of a group, without its long texts when those were put away.
    @Nullable
    Fields fields(FieldGroup group) {
        var winner = holdings.get(group);
        return winner == null ? null : winner.fields();
    }

    /// The first line of its text, at most a title long; kept when the text is put away.
    @Nullable
    String brief() {
        var input = holdings.get(FieldGroup.INPUT);
        if (input == null) return null;
        var kept = SessionSummary.title(input.fields());
        return kept == null && input.away() ? brief : kept;
    }

    /// Takes in what an observation says.
    ///
    /// @param copyId by which copies of it are known, or 0
    Arrival take(Observation said, long copyId) {
        var arrival = new Arrival();
        if (!isHeard()) dirty = true;
        holdings.hear(said.witness());
        said.groups().forEach((group, fields) -> arrival.add(holdings.take(group, fields, said)));
        takeTime(said);
        takeTurn(said);
        if (copyId != 0) takeCopy(Copies.rank(said), copyId);
        takeAgent(said.agentId());
        if (arrival.changed()) dirty = true;
        return arrival;
    }

    private void takeTime(Observation said) {
        if (said.at() == Observation.UNTIMED) return;
        int belief = Strength.belief(session.id().agent(), FieldGroup.ABOUT, said.witness());
        if (belief > timeBelief || belief == timeBelief && said.at() >= at) return;
        timeBelief = belief;
        at = said.at();
        dirty = true;
    }

    private void takeTurn(Observation said) {
        if (said.turn() instanceof TurnRef.Untold) return;
        int belief = Strength.belief(session.id().agent(), FieldGroup.ABOUT, said.witness());
        var order = CanonicalOrder.of(said);
        if (turnOrder != null && (belief > turnBelief || belief == turnBelief && order.compareTo(turnOrder) >= 0))
            return;
        if (!said.turn().equals(turn) || said.turn() instanceof TurnRef.Running) dirty = true;
        turn = said.turn();
        turnOrder = order;
        turnBelief = belief;
    }

    @Nullable
    CanonicalOrder turnOrder() {
        return turnOrder;
    }

    /// The record of the least rank tells the copy id, and of several the least id does: it is the same in
    /// every session that holds them.
    private void takeCopy(long rank, long saidId) {
        if (copyId != 0 && (rank > copyRank || rank == copyRank && saidId >= copyId)) return;
        if (copyId != saidId) {
            dirty = true;
            placed = false;
        }
        copyRank = rank;
        copyId = saidId;
    }

    /// Another alias of this event; the strongest names it.
    void alias(Alias alias) {
        if (session.book().compareNames(alias, name) >= 0) return;
        name = alias;
        dirty = true;
    }

    /// Joins another event that turned out to be this one.
    void join(EventState other, Bodies bodies) {
        refill(bodies);
        other.refill(bodies);
        holdings.join(other.holdings);
        joinPlace(other);
        alias(other.name);
        other.mergedInto = this;
        dirty = true;
    }

    private void joinPlace(EventState other) {
        if (other.timeBelief < timeBelief || other.timeBelief == timeBelief && other.at < at) {
            timeBelief = other.timeBelief;
            at = other.at;
        }
        if (other.turnOrder != null
                && (turnOrder == null
                        || other.turnBelief < turnBelief
                        || other.turnBelief == turnBelief && other.turnOrder.compareTo(turnOrder) < 0)) {
            turn = other.turn;
            turnOrder = other.turnOrder;
            turnBelief = other.turnBelief;
        }
        if (other.copyId != 0) takeCopy(other.copyRank, other.copyId);
        takeAgent(other.agentId);
    }

    private void takeAgent(@Nullable String said) {
        if (said == null || agentId != null && agentId.compareTo(said) <= 0) return;
        agentId = said;
        dirty = true;
    }

    /// Fetches what was put away.
    void refill(Bodies bodies) {
        holdings.refill(row, bodies);
    }

    /// Notes that it stands in a row of the store, and lets go of its long texts. From here on it is touched
    /// when its turn or model changes, also when it was not told from this state but loaded again.
    public void stored(long inRow) {
        if (!asked) turnName();
        if (kind == Kind.PROMPT) brief = brief();
        if (kind == Kind.MODEL_REQUEST) session.model(this);
        row = inRow;
        dirty = false;
        holdings.putAway();
    }

    private @Nullable String turnName() {
        asked = true;
        return session.turnName(this);
    }

    /// The model that answered it, if it is a request whose model is known.
    public @Nullable String model() {
        return kind == Kind.MODEL_REQUEST ? session.model(this) : null;
    }

    /// Whether a subagent did it: one inside the session, or the session as a whole is one.
    public boolean bySubagent() {
        return agentId != null || session.isSubagent();
    }

    /// Whose prompt it is, or null when that is not told.
    @Nullable
    String source() {
        var about = fields(FieldGroup.ABOUT);
        if (about == null) return null;
        return isGiven() ? GivenPrompts.AGENT : about.text(GivenPrompts.SOURCE);
    }

    private boolean isGiven() {
        return GivenPrompts.mayBeGiven(session.id().agent(), kind, fields(FieldGroup.ABOUT)) && session.isGiven(this);
    }

    /// The event as settled now.
    public Event event(Bodies bodies) {
        refill(bodies);
        var chosen = new TreeMap<FieldGroup, Chosen>();
        groups().forEach((group, winner) -> chosen.put(group, new Chosen(winner.witness(), winner.fields())));
        Unfinished.leaveOut(session.id().agent(), kind, chosen);
        if (isGiven()) GivenPrompts.byAgent(chosen);
        var status = Status.of(session.id().agent(), kind, groups().keySet(), fields(FieldGroup.OUTCOME), standing);
        return new Event(key(), at, turnName(), status, agentId, owner == null ? session.id() : owner, chosen);
    }
}
