package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/// Which observations of a session were heard, by 64 bits each.
final class SeenLog {
    /// How an observation stands to those heard before.
    enum Seen {
        NEW,
        REPEAT,
        /// Heard before, from a later place of a source than this one: what was counted may have been
        /// counted wrongly.
        REPEAT_FROM_EARLIER
    }

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final LongOpenHashSet unplaced = new LongOpenHashSet();
    private final Long2LongOpenHashMap placed = new Long2LongOpenHashMap();

    Seen add(Observation said) {
        long id = id(said);
        if (!CanonicalOrder.isPlaced(said)) return unplaced.add(id) ? Seen.NEW : Seen.REPEAT;
        if (!placed.containsKey(id)) {
            placed.put(id, said.sequence());
            return Seen.NEW;
        }
        return said.sequence() < placed.get(id) ? Seen.REPEAT_FROM_EARLIER : Seen.REPEAT;
    }

    /// 64 bits of what makes an observation the same one: one record may tell of several things.
    static long id(Observation said) {
        long id = said.identity() * MIX ^ said.digest();
        id = (id ^ id >>> 32) * MIX + said.kind().ordinal();
        return (id ^ id >>> 29) * MIX + said.aliases().hashCode();
    }

    int size() {
        return unplaced.size() + placed.size();
    }
}
