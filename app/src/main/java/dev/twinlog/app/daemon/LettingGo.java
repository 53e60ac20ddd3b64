package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.facts.Expiries;
import dev.twinlog.app.daemon.lines.Reading;
import dev.twinlog.journal.Control;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.Store;
import java.util.Map;
import java.util.function.Predicate;

/// Does in the store what the journal's facts say is let go of. Each step is whole by itself and can be done again,
/// since a crash has the fact taken again. For the settling thread only.
final class LettingGo {
    private final Store store;
    private final Sealed sealed;
    private final SessionDesk desk;
    private final Families families;
    private final Map<Long, FileRow> files;

    /// @param files what the settler knows of captured files, kept up to date here
    LettingGo(Store store, Sealed sealed, SessionDesk desk, Families families, Map<Long, FileRow> files) {
        this.store = store;
        this.sealed = sealed;
        this.desk = desk;
        this.families = families;
        this.files = files;
    }

    /// Takes a fact; everything before it is committed.
    ///
    /// @param position of the fact in the journal
    /// @return which readings of files have no use any more
    Predicate<Reading> take(Control fact, long position, Pending pending) {
        return switch (fact.type()) {
            case Expiries.RAW_EXPIRED ->
                Expiries.file(fact).map(file -> expire(file, pending)).orElse(reading -> false);
            case Expiries.TELEMETRY_EXPIRED -> {
                Expiries.session(fact)
                        .ifPresent(session -> letGo(session, Expiries.number(fact, "before"), position, pending));
                yield reading -> false;
            }
            case Expiries.SESSION_REMOVED ->
                Expiries.session(fact)
                        .filter(session -> !removedBefore(session, position))
                        .map(session -> remove(session, pending))
                        .orElse(reading -> false);
            default -> {
                pending.count("raw.swept_records", Expiries.number(fact, "records"));
                pending.count("raw.swept_bytes", Expiries.number(fact, "diskBytes"));
                yield reading -> false;
            }
        };
    }

    private Predicate<Reading> expire(FileRow told, Pending pending) {
        var known = files.get(told.key());
        var file =
                known == null ? told : FileRows.with(known, Math.max(known.captured(), told.captured()), known.gone());
        Unswept.note(store, store.chunks(file.key()));
        store.expire(file);
        files.put(file.key(), file);
        sealed.add(file.key(), file.session());
        pending.count("raw.expired_files", 1);
        pending.count("raw.expired_bytes", file.captured());
        return reading -> reading.fileKey() == file.key();
    }

    /// A fact speaks only of what was there before it.
    private void letGo(SessionId session, long before, long position, Pending pending) {
        sealed.expireTelemetry(desk.state(session), Math.min(before, position));
        pending.count("raw.expired_telemetry_sessions", 1);
    }

    /// Whether the store was made from one in which this was done already, and the session had come back sealed.
    private boolean removedBefore(SessionId session, long position) {
        var carried = store.note(EmbeddedStore.CARRIED_TO);
        return carried != null && position < Long.parseLong(carried) && sealed.holds(session);
    }

    private Predicate<Reading> remove(SessionId session, Pending pending) {
        families.remove(session);
        store.remove(session);
        sealed.removed(session);
        pending.count("retention.sessions_removed", 1);
        return reading -> reading.session().equals(session);
    }
}
