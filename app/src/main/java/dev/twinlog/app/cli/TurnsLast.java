package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts what is said of a turn behind the events of the turn. In answers it stands where the turn began, before its
/// prompt, and people would take how it ended for something earlier.
///
/// @param <T> what is shown of an event
final class TurnsLast<T> {
    private record Held<T>(String turn, T shown) {}

    private final Map<String, Held<T>> held = new LinkedHashMap<>();

    /// Takes the next event of a session.
    ///
    /// @return what is to be shown now, in order
    List<T> next(Map<?, ?> event, T shown) {
        var ready = new ArrayList<T>();
        var thread = Words.text(event.get("agentId"));
        var before = held.get(thread);
        var turn = event.get("turn");
        if (before != null && goesOn(before.turn, turn)) {
            ready.add(before.shown);
            held.remove(thread);
        }
        if (turn != null && "turn".equals(event.get("kind"))) {
            var same = held.put(thread, new Held<>(turn.toString(), shown));
            if (same != null) ready.add(same.shown);
        } else {
            ready.add(shown);
        }
        return ready;
    }

    /// What is still held, when there are no more events.
    List<T> end() {
        var ready = held.values().stream().map(Held::shown).toList();
        held.clear();
        return ready;
    }

    private static boolean goesOn(String held, @Nullable Object turn) {
        return turn != null && !held.equals(turn.toString());
    }
}
