package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.store.StoreReader.SettledEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events that happened last, by their time.
final class LastEvents {
    private static final Comparator<SettledEvent> BY_TIME = Comparator.comparingLong(
                    (SettledEvent each) -> each.event().at())
            .thenComparing(each -> each.event().kind())
            .thenComparing(each -> each.event().id());

    private LastEvents() {}

    /// @param only of one session, or of all when it is null
    /// @param upTo without events settled after this one
    /// @param most so many of them
    /// @return the latest last
    static List<SettledEvent> of(StoreReader store, @Nullable SessionId only, long upTo, int most) {
        if (only != null)
            return store.latest(only, upTo, most).stream().sorted(BY_TIME).toList();
        var last = new ArrayList<SettledEvent>();
        var filter = new SessionFilter(null, null, Long.MIN_VALUE, Long.MAX_VALUE, most);
        for (var session : store.sessions(filter)) {
            if (last.size() == most && isBefore(session, last.getFirst())) break;
            last.addAll(store.latest(session.id(), upTo, most));
            last.sort(BY_TIME);
            last.subList(0, Math.max(0, last.size() - most)).clear();
        }
        return List.copyOf(last);
    }

    private static boolean isBefore(SessionRow session, SettledEvent first) {
        return session.endedAt() < first.event().at();
    }
}
