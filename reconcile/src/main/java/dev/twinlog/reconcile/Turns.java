package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.RecordSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The turns of a session, by the ids that the agent gives them.
///
/// In a fork Claude Code writes the fork's own prompt id on all copied prompts, so an id that several prompts open
/// names only the last of them; the earlier ones are turns named by their record.
final class Turns {
    /// A turn; its name may change when a later prompt opens the same id.
    static final class Turn {
        private final int number;
        private String name;
        private @Nullable CanonicalOrder opened;
        private long opener;

        private Turn(int number, String name) {
            this.number = number;
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    private final Agent agent;
    private final List<Turn> all = new ArrayList<>();
    private final Map<String, Turn> named = new HashMap<>();
    private final Map<String, Turn> byOpener = new HashMap<>();
    private final TreeMap<CanonicalOrder, Turn> opened = new TreeMap<>();
    private final Map<String, String> traces = new HashMap<>();
    private @Nullable CanonicalOrder lastAsked;

    Turns(Agent agent) {
        this.agent = agent;
    }

    /// The turn of an id.
    Turn named(String id) {
        return named.computeIfAbsent(id, this::make);
    }

    private Turn make(String name) {
        var turn = new Turn(all.size(), name);
        all.add(turn);
        return turn;
    }

    /// A number for a turn that stays when its name changes; for use within this session only.
    int number(Turn turn) {
        return turn.number;
    }

    /// A place `NUMBER/FAMILY#K` with the turn's name instead of its number.
    String spell(String place) {
        int slash = place.indexOf('/');
        if (slash <= 0) return place;
        return all.get(Integer.parseInt(place, 0, slash, 10)).name + place.substring(slash);
    }

    /// A record opens a turn.
    ///
    /// @return the turn, and whether an earlier one had to give its name away
    Opened open(RecordSeen record) {
        var id = Objects.requireNonNull(record.turn());
        var order = new CanonicalOrder(record.at(), record.sequence(), record.record(), 0);
        var holder = named(id);
        if (holder.opened == null || !renames(holder, record)) return new Opened(note(holder, order, record), false);
        return giveAway(id, holder, order, record);
    }

    private boolean renames(Turn holder, RecordSeen record) {
        return agent == Agent.CLAUDE && record.record() != 0 && holder.opener != record.record();
    }

    private Opened giveAway(String id, Turn holder, CanonicalOrder order, RecordSeen record) {
        var known = byOpener.get(recordName(record.record()));
        if (known != null) return new Opened(known, false);
        var turn = make(recordName(record.record()));
        if (order.compareTo(Objects.requireNonNull(holder.opened)) > 0) {
            holder.name = recordName(holder.opener);
            byOpener.put(holder.name, holder);
            turn.name = id;
            named.put(id, turn);
        } else {
            byOpener.put(turn.name, turn);
        }
        return new Opened(note(turn, order, record), true);
    }

    private Turn note(Turn turn, CanonicalOrder order, RecordSeen record) {
        if (turn.opened == null || order.compareTo(turn.opened) < 0) {
            if (turn.opened != null) opened.remove(turn.opened, turn);
            turn.opened = order;
            turn.opener = record.record();
            opened.put(order, turn);
        }
        return turn;
    }

    /// Whether an opening at this order changes an answer that `running` gave.
    boolean tooLate(RecordSeen record) {
        var order = new CanonicalOrder(record.at(), record.sequence(), record.record(), 0);
        return lastAsked != null && order.compareTo(lastAsked) < 0;
    }

    /// The last turn to open at or before an order, or null.
    @Nullable
    Turn running(CanonicalOrder order) {
        if (lastAsked == null || order.compareTo(lastAsked) > 0) lastAsked = order;
        var entry = opened.floorEntry(new CanonicalOrder(order.at(), order.sequence(), Long.MAX_VALUE, Long.MAX_VALUE));
        return entry == null ? null : entry.getValue();
    }

    /// Notes that a trace is a turn's. Returns false when it was known already.
    boolean trace(String traceId, String turnId) {
        return traces.putIfAbsent(traceId, turnId) == null;
    }

    /// The turn of a trace, or null when no link told it.
    @Nullable
    Turn traced(String traceId) {
        var id = traces.get(traceId);
        return id == null ? null : named(id);
    }

    /// The name of a turn that has no trustworthy id of its own.
    static String recordName(long record) {
        return "record-" + Long.toHexString(record);
    }

    /// @param renamed whether an earlier turn had to give its name away
    record Opened(Turn turn, boolean renamed) {}
}
