package dev.twinlog.reconcile;

import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.ByteBuffer;

/// The records of a session that are not yet in its stored index: pairs of record id and time. What is the
/// session's own by nature is one pair with id 0 and the least such time.
final class RecordLog {
    private final LongArrayList pending = new LongArrayList();
    private long own = Long.MAX_VALUE;
    private long ownStored = Long.MAX_VALUE;

    /// @return whether the index grew
    boolean add(RecordSeen record) {
        if (record.at() == Observation.UNTIMED) return false;
        if (record.own()) {
            own = Math.min(own, record.at());
            return own < ownStored;
        }
        if (record.record() == 0) return false;
        pending.add(record.record());
        pending.add(record.at());
        return true;
    }

    byte[] pending() {
        boolean ownToo = own < ownStored;
        var bytes = ByteBuffer.allocate(Long.BYTES * (pending.size() + (ownToo ? 2 : 0)));
        if (ownToo) bytes.putLong(0).putLong(own);
        pending.forEach(bytes::putLong);
        return bytes.array();
    }

    void flushed() {
        pending.clear();
        ownStored = own;
    }
}
