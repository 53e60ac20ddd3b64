package dev.twinlog.reconcile;

import dev.twinlog.model.SessionId;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Who owns copied history (SPEC 3.2): of the sessions that hold a record, the one with the least birth,
/// then id. Birth is the least time of what only that session has; a session without any such thing is
/// wholly contained in another and comes first.
public final class Ownership {
    private final Map<SessionId, Long> births;

    private Ownership(Map<SessionId, Long> births) {
        this.births = births;
    }

    /// The births of sessions that hold copies of each other's records.
    ///
    /// @param indexes for each session of the family its record index: pairs of record id and time, id 0 for
    ///                what is
    ///                the session's own by nature
    public static Ownership of(Map<SessionId, List<byte[]>> indexes) {
        var holders = new Long2IntOpenHashMap();
        indexes.values().forEach(index -> distinct(index).forEach((record, at) -> holders.addTo(record, 1)));
        var births = new TreeMap<SessionId, Long>();
        indexes.forEach((session, index) -> births.put(session, birth(distinct(index), holders)));
        return new Ownership(births);
    }

    private static Map<Long, Long> distinct(List<byte[]> index) {
        var records = new TreeMap<Long, Long>();
        for (var bytes : index) {
            var pairs = ByteBuffer.wrap(bytes);
            while (pairs.remaining() >= 2 * Long.BYTES) records.merge(pairs.getLong(), pairs.getLong(), Math::min);
        }
        return records;
    }

    private static long birth(Map<Long, Long> records, Long2IntOpenHashMap holders) {
        return records.entrySet().stream()
                .filter(record ->
                        record.getKey() == 0 || holders.get(record.getKey().longValue()) == 1)
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(Long.MIN_VALUE);
    }

    /// The owner among sessions that hold the same record.
    public SessionId owner(Collection<SessionId> holders) {
        return holders.stream()
                .min(Comparator.comparingLong((SessionId holder) -> birth(holder))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /// When the session's own records began, epoch milliseconds; the least long when it has none.
    public long birth(SessionId session) {
        return Objects.requireNonNull(births.get(session), () -> session + " is not of this family");
    }
}
