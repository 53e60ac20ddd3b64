package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The turns of a session, by the ids that the agent gives them.
///
/// In a fork Claude Code writes the fork's own prompt id on all copied prompts, so an id that several
/// prompts open names only the last of them; the earlier ones are turns named by their record.
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

    /// Stands before the number of a turn in a place, where no family begins with it.
    private static final char NUMBERED = '\0';

    private final Agent agent;
    private final List<Turn> all = new ArrayList<>();
    private final Map<String, Turn> named = new HashMap<>();
    private final Set<String> contested = new HashSet<>();
    private final TreeMap<CanonicalOrder, Turn> opened = new TreeMap<>();
    private @Nullable CanonicalOrder lastAsked;
    private @Nullable CanonicalOrder lastCounted;

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

    /// Whether a record that names this id may be believed: at most one prompt opens it.
    boolean trusts(String id) {
        return !contested.contains(id);
    }

    /// A place in a turn, written with a number that stays when the turn's name changes.
    String place(Turn turn, String familyAndPlace) {
        return NUMBERED + Integer.toString(turn.number) + "/" + familyAndPlace;
    }

    /// A turn, written with a number that stays when its name changes.
    String number(Turn turn) {
        return NUMBERED + Integer.toString(turn.number);
    }

    /// A place or turn with the turn's name instead of its number. An id that an agent wrote may begin like a number,
    /// and stays as it is.
    String spell(String place) {
        if (place.isEmpty() || place.charAt(0) != NUMBERED) return place;
        int slash = place.indexOf('/');
        int end = slash < 0 ? place.length() : slash;
        var turn = numbered(place.substring(1, end));
        return turn == null ? place : turn.name + place.substring(end);
    }

    private @Nullable Turn numbered(String number) {
        if (number.isEmpty() || number.length() > 9 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) return null;
        int index = Integer.parseInt(number);
        return index < all.size() ? all.get(index) : null;
    }

    /// Whether a record opens a turn. Claude's prompts need an id for that, since turns may be named by it.
    static boolean opens(Agent agent, RecordSeen record) {
        return record.opens() && record.turn() != null && (agent != Agent.CLAUDE || record.record() != 0);
    }

    /// Whether an observation tells of a turn that only the tree of records names: without one it tells of nothing.
    static boolean needsTurn(Observation said) {
        if (said.kind() != Kind.TURN || said.session().agent() != Agent.CLAUDE) return false;
        for (var alias : said.aliases()) if (alias.type() == Alias.Type.TURN) return false;
        return true;
    }

    /// A record that was not heard before opens a turn.
    Opened open(RecordSeen record) {
        var id = Objects.requireNonNull(record.turn());
        var order = CanonicalOrder.of(record);
        var holder = named(id);
        if (agent != Agent.CLAUDE || holder.opened == null) return new Opened(note(holder, order, record), null);
        contested.add(id);
        var turn = make(recordName(record.record()));
        if (order.compareTo(holder.opened) > 0) {
            holder.name = recordName(holder.opener);
            turn.name = id;
            named.put(id, turn);
        }
        return new Opened(note(turn, order, record), holder);
    }

    private Turn note(Turn turn, CanonicalOrder order, RecordSeen record) {
        if (turn.opened != null && order.compareTo(turn.opened) >= 0) return turn;
        if (turn.opened != null) opened.remove(turn.opened, turn);
        turn.opened = order;
        turn.opener = record.record();
        opened.put(order, turn);
        return turn;
    }

    /// Whether an opening changes an answer that `running` gave to a count.
    boolean changesCounts(RecordSeen record) {
        return lastCounted != null && CanonicalOrder.of(record).compareTo(lastCounted) < 0;
    }

    /// Whether an opening changes an answer that `running` gave.
    boolean changesAnswers(RecordSeen record) {
        return lastAsked != null && CanonicalOrder.of(record).compareTo(lastAsked) < 0;
    }

    /// The last turn to open at or before an order, or null.
    @Nullable
    Turn running(CanonicalOrder order, Asker asker) {
        lastAsked = later(lastAsked, order);
        if (asker instanceof Asker.Count) lastCounted = later(lastCounted, order);
        var entry = opened.floorEntry(new CanonicalOrder(order.at(), order.sequence(), Long.MAX_VALUE, Long.MAX_VALUE));
        return entry == null ? null : entry.getValue();
    }

    private static CanonicalOrder later(@Nullable CanonicalOrder one, CanonicalOrder other) {
        return one == null || other.compareTo(one) > 0 ? other : one;
    }

    /// The name of a turn that has no trustworthy id of its own.
    static String recordName(long record) {
        return "record-" + Long.toHexString(record);
    }

    /// @param rival the turn that had the same id before, or null; one of the two is named by its record now
    record Opened(Turn turn, @Nullable Turn rival) {}
}
