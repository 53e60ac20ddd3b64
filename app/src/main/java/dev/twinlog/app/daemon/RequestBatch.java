package dev.twinlog.app.daemon;

import dev.twinlog.model.Heard;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.ToldTogether;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What consecutive requests of telemetry tell, gathered until it is heard together in the order in which it fits.
/// Several that were sent in one instant would otherwise have their session settled again, one after the other. For one
/// thread.
final class RequestBatch {
    /// So many bytes of requests are heard together at most, and one more request.
    static final long BYTES_MAX = 1L << 20;

    private final Map<SessionId, Set<Long>> positions = new LinkedHashMap<>();
    private final List<Heard> told = new ArrayList<>();
    private long bytes;
    private long came = LastHeard.UNKNOWN;

    void add(long position, Heard heard) {
        positions
                .computeIfAbsent(heard.session(), session -> new LinkedHashSet<>())
                .add(position);
        told.add(heard);
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    /// A request was taken.
    ///
    /// @param arrival when it came, epoch milliseconds
    void request(long length, long arrival) {
        bytes += length;
        came = Math.max(came, arrival);
    }

    /// When the last of them came.
    long came() {
        return came;
    }

    boolean isFull() {
        return bytes >= BYTES_MAX;
    }

    /// Gives out what was gathered, in the order in which it fits, and begins anew.
    ///
    /// @param pending is told which request tells of which session, and that these are heard together
    List<Heard> empty(Pending pending) {
        var all = new TreeSet<Long>();
        positions.forEach((session, each) -> {
            for (long position : each) pending.telemetry(session, position);
            all.addAll(each);
        });
        pending.batch(all);
        var ordered = ToldTogether.ordered(told);
        positions.clear();
        told.clear();
        bytes = 0;
        return ordered;
    }
}
