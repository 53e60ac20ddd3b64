package dev.twinlog.reconcile;

import dev.twinlog.model.RecordSeen;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import org.jspecify.annotations.Nullable;

/// The records of a session as a tree, which tells the turn of a record: that of its nearest ancestor which names one.
final class RecordTree {
    private final Long2LongOpenHashMap parents = new Long2LongOpenHashMap();
    private final Long2ObjectOpenHashMap<Turns.Turn> turns = new Long2ObjectOpenHashMap<>();
    /// Ancestors that were asked for and were not there.
    private final LongOpenHashSet missed = new LongOpenHashSet();

    /// Adds a record.
    ///
    /// @param turn the turn that it names itself, or null
    /// @return false when an answer given before depends on this record
    boolean add(RecordSeen record, Turns.@Nullable Turn turn) {
        if (record.record() == 0) return true;
        parents.put(record.record(), record.parent());
        if (turn != null) turns.put(record.record(), turn);
        return !missed.contains(record.record());
    }

    boolean knows(long record) {
        return parents.containsKey(record);
    }

    /// The turn of a record, or null when no ancestor names one or one is not known yet.
    Turns.@Nullable Turn turnOf(long record) {
        var path = new LongArrayList();
        long here = record;
        Turns.Turn found = null;
        while (here != 0 && (found = turns.get(here)) == null) {
            if (!parents.containsKey(here)) {
                missed.add(here);
                return null;
            }
            path.add(here);
            if (path.size() > parents.size()) return null; // a loop of parents names no turn
            here = parents.get(here);
        }
        // Remembered, so that a long chain is walked once; records that name a turn are never overwritten.
        if (found != null) for (long passed : path) turns.put(passed, found);
        return found;
    }

    int size() {
        return parents.size();
    }
}
