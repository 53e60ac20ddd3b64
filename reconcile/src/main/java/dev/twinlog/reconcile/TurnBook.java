package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Link;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.TurnRef;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Which turn a thing is of, however it is told: by id, by trace, by the tree of records, or by what was running.
final class TurnBook {
    private final Agent agent;
    private final Turns turns;
    private final RecordTree tree;
    private final Traces traces = new Traces();

    TurnBook(Agent agent) {
        this.agent = agent;
        this.turns = new Turns(agent);
        this.tree = new RecordTree(turns);
    }

    Turns turns() {
        return turns;
    }

    RecordTree tree() {
        return tree;
    }

    /// Whether a record opens a turn.
    boolean opens(RecordSeen record) {
        return Turns.opens(agent, record);
    }

    /// Takes in a link of a trace and a turn.
    ///
    /// @return who was given another answer before
    Collection<Asker> link(Link link) {
        return traces.link(link);
    }

    /// @param order where in the session it was told, for what was running then
    Turns.@Nullable Turn turn(TurnRef ref, @Nullable CanonicalOrder order, Asker asker) {
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

    /// The name of the turn of an event, which is told when it changes.
    @Nullable
    String nameOf(EventState event) {
        var turn = turn(event.turn(), event.turnOrder(), event);
        return turn == null ? null : turn.name();
    }

    /// The id that an alias gives in a key.
    String nameOf(Alias alias) {
        return isCounted(alias) ? turns.spell(alias.value()) : alias.value();
    }

    /// Which of two aliases names an event.
    int compareNames(Alias one, Alias other) {
        if (isCounted(one) && one.type() == other.type()) return nameOf(one).compareTo(nameOf(other));
        return one.compareTo(other);
    }

    /// Whether it is written with the number of a turn: places, and the turns of Claude, which lose their ids to
    /// others.
    private boolean isCounted(Alias alias) {
        return alias.type() == Alias.Type.NTH || (alias.type() == Alias.Type.TURN && agent == Agent.CLAUDE);
    }
}
