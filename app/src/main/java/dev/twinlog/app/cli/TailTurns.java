package dev.twinlog.app.cli;

import dev.twinlog.app.cli.TailText.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The lines of one session's events in the order in which people are told them: how a turn ended comes behind what is
/// told of the turn with it, and never before its prompt.
final class TailTurns {
    /// Turns that are remembered to have been told of.
    private static final int TOLD_MAX = 100;

    private record Early(Map<?, ?> event, List<Line> lines) {}

    private final TurnsLast<List<Line>> order = new TurnsLast<>();
    /// Turns of which nothing else was told yet.
    private final Map<String, Early> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Early> eldest) {
            return size() > TOLD_MAX;
        }
    };
    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > TOLD_MAX;
        }
    };

    /// Takes an event's lines.
    ///
    /// @return the lines to be told now
    List<Line> next(Map<?, ?> event, List<Line> lines) {
        var turn = Words.text(event.get("turn"));
        if (isTurn(event)) {
            if (lines.isEmpty()) return List.of();
            if (told.containsKey(turn)) return flat(order.next(event, lines));
            early.put(turn, new Early(event, lines));
            return List.of();
        }
        var ready = new ArrayList<>(flat(order.next(event, lines)));
        if (turn.isEmpty()) return ready;
        told.put(turn, true);
        var ended = early.remove(turn);
        if (ended != null) ready.addAll(flat(order.next(ended.event, ended.lines)));
        return ready;
    }

    /// The lines that were held back, when nothing more came with them: of turns that were told of.
    List<Line> quiet() {
        return flat(order.end());
    }

    /// Takes an event of what happened before.
    void past(Map<?, ?> event) {
        var turn = Words.text(event.get("turn"));
        if (!isTurn(event) && !turn.isEmpty()) told.put(turn, true);
    }

    /// An event of what happened before, with its lines.
    record Past(Map<?, ?> event, List<Line> lines) {
        private List<Object> turn() {
            return List.of(Words.text(event.get("session")), Words.text(event.get("turn")));
        }
    }

    /// The lines of what happened before in all sessions, when all of it is there.
    static List<Line> ordered(List<Past> all) {
        var last = new HashMap<List<Object>, Past>();
        for (var past : all) if (!isTurn(past.event)) last.put(past.turn(), past);
        var behind = new IdentityHashMap<Past, List<Line>>();
        var ordered = new ArrayList<Line>();
        for (var past : all) {
            var end = last.get(past.turn());
            if (isTurn(past.event) && end != null)
                behind.computeIfAbsent(end, _ -> new ArrayList<>()).addAll(past.lines);
        }
        for (var past : all) {
            if (!isTurn(past.event) || !last.containsKey(past.turn())) ordered.addAll(past.lines);
            ordered.addAll(behind.getOrDefault(past, List.of()));
        }
        return ordered;
    }

    private static boolean isTurn(Map<?, ?> event) {
        return "turn".equals(event.get("kind"));
    }

    private static List<Line> flat(List<List<Line>> lines) {
        return lines.stream().flatMap(List::stream).toList();
    }
}
