package dev.twinlog.reconcile;

import dev.twinlog.model.Link;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which turn a trace is of. Of several links about one trace the least turn id is believed.
final class Traces {
    /// Marks the alias of a trace in a link.
    static final String PREFIX = "trace/";

    private final Map<String, String> turns = new HashMap<>();
    /// Who asked for which trace; the answer may change.
    private final Map<String, Set<Asker>> asked = new HashMap<>();

    /// Takes in a link of a trace and a turn.
    ///
    /// @return who was given another answer before
    Collection<Asker> link(Link link) {
        boolean first = link.one().value().startsWith(PREFIX);
        var trace = (first ? link.one() : link.other()).value();
        if (!trace.startsWith(PREFIX)) return List.of(); // it tells of no trace
        var turn = (first ? link.other() : link.one()).value();
        var known = turns.get(trace);
        if (known != null && known.compareTo(turn) <= 0) return List.of();
        turns.put(trace, turn);
        var askers = asked.remove(trace);
        return askers == null ? List.of() : askers;
    }

    /// The id of the turn of a trace, or null when no link told it.
    @Nullable
    String turn(String traceId, Asker asker) {
        var trace = PREFIX + traceId;
        asked.computeIfAbsent(trace, t -> new LinkedHashSet<>()).add(asker);
        return turns.get(trace);
    }
}
