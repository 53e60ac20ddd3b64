package dev.twinlog.store;

import dev.twinlog.model.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What an embedded store knows of raw telemetry.
record EmbeddedTelemetry(EmbeddedStore store, TelemetryRows rows) implements RawTelemetry {
    @Override
    public Map<SessionId, Long> last() {
        return store.ask(_ -> rows.last());
    }

    @Override
    public Map<SessionId, Expired> expired() {
        return store.ask(_ -> rows.expired());
    }

    @Override
    public Expired expire(SessionId session, long before, Collection<Name> names) {
        store.change(() -> rows.expire(session, before, names));
        return store.ask(_ -> Objects.requireNonNull(rows.expired(session)));
    }

    @Override
    public List<Name> names(SessionId session) {
        return store.ask(_ -> rows.names(session));
    }

    @Override
    public Set<Long> unswept() {
        return store.ask(_ -> rows.unswept());
    }

    @Override
    public void swept(Collection<Long> positions) {
        store.change(() -> rows.swept(positions));
    }

    @Override
    public void keep(SessionId session) {
        store.change(() -> rows.keep(session));
    }
}
