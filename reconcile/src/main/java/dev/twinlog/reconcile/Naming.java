package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Nth;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the ids under which an observation stands: those that it tells, its place among things without ids,
/// and what its running total comes to. Right as long as what is counted comes in canonical order.
final class Naming {
    /// What is made of an observation.
    sealed interface Named {
        /// It tells of the event of these ids.
        ///
        /// @param said   what it says, a running total as what it adds
        /// @param copyId by which copies of it are known, or 0
        record Telling(Observation said, List<Alias> aliases, long copyId) implements Named {}

        /// It adds nothing, and that is the verdict on it.
        record Idle(Verdict verdict) implements Named {}

        /// Something counted before would have been counted otherwise had this been known.
        record Misfit() implements Named {}
    }

    private static final Named MISFIT = new Named.Misfit();

    private final Agent agent;
    private final TurnBook book;
    private final RequestOwners requests;
    private final Places places = new Places();
    private final Totals totals = new Totals();
    /// Turns in which something was counted that came to them by their name, which may go to another turn.
    private final Set<Turns.Turn> countedByName = new HashSet<>();

    Naming(Agent agent, TurnBook book, RequestOwners requests) {
        this.agent = agent;
        this.book = book;
        this.requests = requests;
    }

    Named name(Observation said) {
        if (!requests.admits(said)) return MISFIT;
        if (totals.makesIdle(said) || isEndOfUnknown(said)) return new Named.Idle(Verdict.DROPPED);
        var total = Totals.told(said);
        var step = total == null ? null : totals.to(TotalAlias.parse(total.value()), said);
        if (total != null && step == null) return MISFIT;
        if (step != null && step.addsNothing() && said.phase() == Phase.DERIVED)
            return new Named.Idle(Verdict.DUPLICATE);
        var aliases = aliases(said, step);
        if (aliases == null) return MISFIT;
        return new Named.Telling(withoutTotals(said, step), aliases, copyId(said, aliases));
    }

    /// Whether something was counted in a turn by its name, which may go to another one.
    boolean countedByName(Turns.Turn turn) {
        return countedByName.contains(turn);
    }

    /// Takes note of what a link claims.
    ///
    /// @return false when it takes a request from the message that had it
    boolean admits(Link link) {
        return requests.admits(link);
    }

    /// Whether a link joins a request to a message that may not have it.
    boolean refuses(Link link) {
        return requests.refuses(link);
    }

    /// How many joins were refused because a request id would have joined two messages.
    int refused() {
        return requests.refused();
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
        if (agent != Agent.CLAUDE) return said.aliases();
        var told = book.turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT);
        var turn = told != null
                ? told
                : book.turns().named(said.aliases().getFirst().value());
        if (isByName(said, turn)) countedByName.add(turn);
        return List.of(new Alias(Alias.Type.TURN, book.turns().number(turn)));
    }

    /// Whether it tells how a turn ended, and not which.
    private boolean isEndOfUnknown(Observation said) {
        return Turns.needsTurn(said) && book.turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT) == null;
    }

    /// Whether an observation came to a turn by its id alone: another prompt may open the same id.
    private boolean isByName(Observation said, Turns.Turn turn) {
        return !(said.turn() instanceof TurnRef.Under(long under) && book.tree().isUnderOpener(under, turn));
    }

    private @Nullable Alias place(Observation said, Nth nth) {
        var order = CanonicalOrder.of(said);
        if (nth.scope() == Nth.Scope.SESSION) {
            int k = places.next(nth, null, order);
            return k == 0 ? null : new Alias(Alias.Type.NTH, nth.family() + "#" + k);
        }
        var turn = book.turn(said.turn(), order, Asker.COUNT);
        if (turn == null) return new Alias(Alias.Type.DIGEST, Long.toHexString(said.identity()));
        if (isByName(said, turn)) countedByName.add(turn);
        int k = places.next(nth, turn, order);
        return k == 0 ? null : new Alias(Alias.Type.NTH, book.turns().place(turn, nth.family() + "#" + k));
    }

    /// Running totals as what they add; other observations as they are.
    private static Observation withoutTotals(Observation said, Totals.@Nullable Step step) {
        return step == null || said.phase() != Phase.DERIVED ? said : Totals.differenced(said, step);
    }

    private long copyId(Observation said, List<Alias> aliases) {
        if (!Copies.needTurn(said)) return said.copyId();
        var turn = book.turn(said.turn(), CanonicalOrder.of(said), Asker.COUNT);
        var place = said.aliases().isEmpty() && !aliases.isEmpty() ? book.nameOf(aliases.getLast()) : null;
        return Copies.id(said, turn == null ? null : turn.name(), place);
    }
}
