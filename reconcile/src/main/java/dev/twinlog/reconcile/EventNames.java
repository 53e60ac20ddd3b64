package dev.twinlog.reconcile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Every id that the events of a session go by, spelled `type/value`: an event is named by one of them, and who tells
/// of it later may know only another.
public final class EventNames {
    private EventNames() {}

    public static Map<EventState, Set<String>> of(SessionState state) {
        var names = new HashMap<EventState, Set<String>>();
        state.index()
                .eachAlias((alias, event) -> names.computeIfAbsent(event, e -> new HashSet<>())
                        .add(alias.type() + "/" + state.book().nameOf(alias)));
        return names;
    }
}
