package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.app.daemon.facts.Expiries;
import dev.twinlog.journal.Control;
import dev.twinlog.model.Outage;
import dev.twinlog.model.SessionId;
import dev.twinlog.reconcile.OutageLog;
import dev.twinlog.reconcile.Outages;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader.SessionFilter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The times in which telemetry could not come in, from the journal's facts, and which sessions they touch. For the
/// settling thread only.
final class OutageDesk {
    /// Sessions whose ledgers are made anew at once because of an outage, those active last; of others when more is
    /// told.
    static final int SESSIONS_MAX = 64;

    private static final String NOTE = "outages";
    private static final Logger LOG = LoggerFactory.getLogger(OutageDesk.class);

    private final Store store;
    private final OutageLog log;
    private Set<Outage> known;
    private boolean told;

    OutageDesk(Store store) {
        this.store = store;
        this.log = stored(store.note(NOTE));
        this.known = Set.copyOf(log.outages().all());
    }

    private static OutageLog stored(@org.jspecify.annotations.Nullable String note) {
        try {
            return note == null ? new OutageLog() : OutageLog.of(note);
        } catch (IllegalArgumentException e) {
            LOG.warn("what is known of outages is forgotten: {}", e.getMessage());
            return new OutageLog();
        }
    }

    /// Takes a fact about Twinlog itself.
    void take(Control fact) {
        var values = fact.values();
        var door = values.getOrDefault("door", "");
        var reason = values.getOrDefault("reason", "");
        switch (fact.type()) {
            case Controls.HEARTBEAT -> log.sign(fact.at());
            case Controls.STARTED -> log.started(fact.at());
            case Controls.STOPPED -> log.stopped(fact.at());
            case Controls.OTLP_UP -> log.up(door, fact.at());
            case Controls.OTLP_DOWN -> log.down(door, reason, fact.at());
            case Controls.OTLP_REFUSED ->
                log.refused(
                        door,
                        reason,
                        Expiries.number(fact, "requests"),
                        Expiries.number(fact, "from"),
                        Expiries.number(fact, "to"));
            default -> {
                return;
            }
        }
        told = true;
    }

    Outages outages() {
        return log.outages();
    }

    /// Keeps what is known beside the store; a crash has the facts since then taken again.
    void note() {
        if (told) store.note(NOTE, log.text());
    }

    /// The sessions with telemetry that outages touch which were not known at the last commit.
    Collection<SessionId> touched() {
        if (!told) return List.of();
        var fresh = new HashSet<>(outages().all());
        fresh.removeAll(known);
        if (fresh.isEmpty()) return List.of();
        var touching = Outages.of(fresh);
        long first = fresh.stream().mapToLong(Outage::from).min().orElse(0);
        var filter = new SessionFilter(null, null, first - Outages.UNSENT.toMillis(), Long.MAX_VALUE, SESSIONS_MAX);
        return store.reader().sessions(filter).stream()
                .filter(session -> touching.touch(session.startedAt(), session.endedAt()))
                .map(session -> session.id())
                .filter(session -> !store.telemetry(session).isEmpty())
                .toList();
    }

    /// All is committed.
    void clear() {
        if (told) known = Set.copyOf(outages().all());
        told = false;
    }
}
