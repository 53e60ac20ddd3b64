package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import org.jspecify.annotations.Nullable;

/// The ids by which copies of a record in other sessions are known (docs/decisions/0010-copies-of-codex-history.md).
///
/// Claude Code's copies keep id and time, so the reader tells theirs. Codex' copies get new times and keep
/// the ids of turn and item: theirs is made of the turn and of the name that the record gives its event.
final class Copies {
    private Copies() {}

    /// Whether the reader tells a copy id that only holds together with the turn.
    static boolean needTurn(Observation said) {
        return said.session().agent() == Agent.CODEX && (said.copyId() != 0 || Totals.told(said) != null);
    }

    /// The copy id of a Codex record, or 0 when its turn is not known.
    ///
    /// @param turn  its turn's id
    /// @param place its place in the turn, if it counts on one
    static long id(Observation said, @Nullable String turn, @Nullable String place) {
        if (said.kind() == Kind.TURN)
            return said.aliases().isEmpty() ? 0 : fnv1a(leastAlias(said).value());
        return turn == null ? 0 : fnv1a(turn + "|" + name(said, place));
    }

    private static String name(Observation said, @Nullable String place) {
        var total = Totals.told(said);
        if (total != null) return total.value();
        if (said.aliases().isEmpty()) return String.valueOf(place);
        var alias = leastAlias(said);
        return alias.type() == Alias.Type.DIGEST ? Long.toHexString(said.copyId()) : alias.value();
    }

    private static Alias leastAlias(Observation said) {
        var least = said.aliases().getFirst();
        for (var alias : said.aliases()) if (alias.compareTo(least) < 0) least = alias;
        return least;
    }

    /// Of several copy ids of one event the one with the least rank counts, then the least id. What Codex
    /// writes without an id comes first: in a legacy thread it is always there, the item with the id is not.
    static long rank(Observation said) {
        if (said.session().agent() == Agent.CLAUDE) return said.at();
        return said.aliases().isEmpty() ? 0 : 1;
    }

    private static long fnv1a(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        return hash == 0 ? 1 : hash;
    }
}
