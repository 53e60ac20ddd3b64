package dev.twinlog.testkit.store;

import dev.twinlog.model.SessionId;
import dev.twinlog.store.RawTelemetry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a store in memory knows of raw telemetry.
record InMemoryTelemetry(InMemoryStore store) implements RawTelemetry {
    @Override
    public Map<SessionId, Long> last() {
        var last = new TreeMap<SessionId, Long>();
        for (var row : store.remembered().telemetry) last.merge(row.session(), row.position(), Math::max);
        return last;
    }

    @Override
    public Map<SessionId, Expired> expired() {
        return Map.copyOf(store.remembered().expiredTelemetry);
    }

    @Override
    public Expired expire(SessionId session, long before, Collection<Name> names) {
        store.change(next -> {
            next.letGo(session, before);
            var known = next.expiredTelemetry.get(session);
            var row = next.sessions.get(session);
            if (known == null || before > known.before())
                next.expiredTelemetry.put(
                        session,
                        row == null
                                ? new Expired(before, 0, 0, 0)
                                : new Expired(before, row.prompts(), row.messages(), row.toolCalls()));
            var all = new ArrayList<>(next.names.getOrDefault(session, List.of()));
            for (var name : names) if (all.stream().noneMatch(each -> isSame(each, name))) all.add(name);
            next.names.put(session, List.copyOf(all));
        });
        return Objects.requireNonNull(store.remembered().expiredTelemetry.get(session));
    }

    private static boolean isSame(Name one, Name other) {
        return one.kind() == other.kind() && one.name().equals(other.name());
    }

    @Override
    public List<Name> names(SessionId session) {
        return store.remembered().names.getOrDefault(session, List.of());
    }

    @Override
    public Set<Long> unswept() {
        var now = store.remembered();
        return now.unswept.stream().filter(each -> !now.isTold(each)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void swept(Collection<Long> positions) {
        store.change(next -> next.unswept.removeAll(Set.copyOf(positions)));
    }

    @Override
    public void keep(SessionId session) {
        store.change(next -> next.kept.add(session));
    }
}
