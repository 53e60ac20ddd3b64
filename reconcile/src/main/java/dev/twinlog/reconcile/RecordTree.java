package dev.twinlog.reconcile;

import dev.twinlog.model.RecordSeen;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The records of a session as a tree, which tells the turn of a record: the one that it opens, or names by
/// an id that can be trusted, or else that of its nearest such ancestor.
final class RecordTree {
    /// Of several tellings of one record the first in this order counts.
    static final Comparator<RecordSeen> FIRST = Comparator.comparing((RecordSeen record) -> CanonicalOrder.of(record))
            .thenComparingLong(RecordSeen::parent)
            .thenComparing(RecordSeen::turn, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RecordSeen::opens);

    /// How a record stands to what the tree holds.
    enum Standing {
        NEW,
        KNOWN,
        /// It is known, but as a later telling has it.
        TOLD_BEFORE
    }

    private static final class Node {
        private RecordSeen told;
        private final Turns.@Nullable Turn opened;
        private Turns.@Nullable Turn found;
        private int foundIn;

        private Node(RecordSeen told, Turns.@Nullable Turn opened) {
            this.told = told;
            this.opened = opened;
        }
    }

    private final Turns turns;
    private final Long2ObjectOpenHashMap<Node> nodes = new Long2ObjectOpenHashMap<>();
    /// Who asked for ancestors that were not there.
    private final Long2ObjectOpenHashMap<Set<Asker>> missed = new Long2ObjectOpenHashMap<>();
    private int age;

    RecordTree(Turns turns) {
        this.turns = turns;
    }

    Standing standing(RecordSeen record) {
        var known = nodes.get(record.record());
        if (known == null) return Standing.NEW;
        if (FIRST.compare(record, known.told) >= 0) return Standing.KNOWN;
        if (record.opens() || !saysTheSame(record, known.told)) return Standing.TOLD_BEFORE;
        known.told = record;
        return Standing.KNOWN;
    }

    private static boolean saysTheSame(RecordSeen one, RecordSeen other) {
        return one.at() == other.at()
                && one.parent() == other.parent()
                && one.opens() == other.opens()
                && Objects.equals(one.turn(), other.turn());
    }

    /// Adds a new record.
    ///
    /// @param opened the turn that it opens, or null
    /// @return who was given an answer that may be another now
    Collection<Asker> add(RecordSeen record, Turns.@Nullable Turn opened) {
        if (record.record() == 0) return List.of();
        nodes.put(record.record(), new Node(record, opened));
        var askers = missed.remove(record.record());
        return askers == null ? List.of() : askers;
    }

    /// Whether a turn was opened by a record or by the nearest of its ancestors that opens one: then it stays its turn,
    /// whatever other prompts open the same id.
    boolean isUnderOpener(long record, Turns.Turn turn) {
        int passed = 0;
        for (var node = nodes.get(record);
                node != null && passed++ <= nodes.size();
                node = nodes.get(node.told.parent())) if (node.opened != null) return node.opened == turn;
        return false;
    }

    /// The turn of a record. An id that several prompts open is believed only when no ancestor tells better.
    /// Null when none names a turn, or one that might is not known yet.
    Turns.@Nullable Turn turnOf(long record, Asker asker) {
        var path = new ArrayList<Node>();
        Turns.Turn doubtful = null;
        for (long here = record; here != 0 && path.size() <= nodes.size(); ) {
            var node = nodes.get(here);
            if (node == null) {
                missed.computeIfAbsent(here, h -> new LinkedHashSet<>()).add(asker);
                return doubtful;
            }
            var told = told(node);
            if (told != null) return remember(path, told);
            if (doubtful == null && node.told.turn() != null) doubtful = turns.named(node.told.turn());
            path.add(node);
            here = node.told.parent();
        }
        return doubtful;
    }

    private Turns.@Nullable Turn told(Node node) {
        if (node.opened != null) return node.opened;
        if (node.found != null && node.foundIn == age) return node.found;
        var id = node.told.turn();
        return id != null && turns.trusts(id) ? turns.named(id) : null;
    }

    /// Remembers a turn for all records passed, so that a long chain is walked once.
    private Turns.Turn remember(List<Node> path, Turns.Turn turn) {
        for (var passed : path) {
            passed.found = turn;
            passed.foundIn = age;
        }
        return turn;
    }

    /// Forgets remembered answers: an id is no longer trusted.
    void distrust() {
        age++;
    }

    int size() {
        return nodes.size();
    }
}
