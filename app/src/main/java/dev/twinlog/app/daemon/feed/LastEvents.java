package dev.twinlog.app.daemon.feed;

import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.EventTime;
import dev.twinlog.store.StoreReader.SessionFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events that happened last, by their time.
final class LastEvents {
    private static final Comparator<EventTime> BY_TIME = Comparator.comparingLong(EventTime::at)
            .thenComparing(EventTime::kind)
            .thenComparing(EventTime::id);

    private LastEvents() {}

    /// @param only of one session, or of all when it is null
    /// @param upTo without events settled after this one
    /// @param most so many of them
    /// @return their ids, the latest last: whoever tells them to somebody slow holds no more than these
    static long[] of(StoreReader store, @Nullable SessionId only, long upTo, int most) {
        if (only != null) return ids(store.latest(only, upTo, most).stream().sorted(BY_TIME));
        var last = new ArrayList<EventTime>();
        var filter = new SessionFilter(null, null, Long.MIN_VALUE, Long.MAX_VALUE, most);
        for (var session : store.sessions(filter)) {
            if (last.size() == most && isBefore(session, last.getFirst())) break;
            last.addAll(store.latest(session.id(), upTo, most));
            last.sort(BY_TIME);
            last.subList(0, Math.max(0, last.size() - most)).clear();
        }
        return ids(last.stream());
    }

    private static long[] ids(Stream<EventTime> events) {
        return events.mapToLong(EventTime::id).toArray();
    }

    private static boolean isBefore(SessionRow session, EventTime first) {
        return session.endedAt() < first.at();
    }
}
