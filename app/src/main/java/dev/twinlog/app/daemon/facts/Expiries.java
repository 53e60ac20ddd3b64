package dev.twinlog.app.daemon.facts;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.Expired;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.model.Agent;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.FileRow;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The journal's facts about what was let go of: they outlive what they are about, so that a file is not heard again
/// and a session does not come back when the store is made anew.
public final class Expiries {
    /// The raw bytes of a file expire, from 0 up to where it was captured.
    public static final String RAW_EXPIRED = "raw_expired";
    /// The raw requests of telemetry before a position have nothing to tell of a session any more.
    public static final String TELEMETRY_EXPIRED = "telemetry_expired";
    /// A session was removed, since nothing happened in it for as long as sessions are kept.
    public static final String SESSION_REMOVED = "session_removed";
    /// Segments were rewritten without what had expired.
    static final String RAW_SWEPT = "raw_swept";

    private Expiries() {}

    /// That the raw bytes of a file expire.
    ///
    /// @param because the setting that says so
    /// @param at      epoch milliseconds
    public static Control rawExpired(FileRow file, String because, long at) {
        return Controls.of(
                RAW_EXPIRED,
                at,
                Map.ofEntries(
                        Map.entry("agent", file.agent().wire()),
                        Map.entry("root", file.root()),
                        Map.entry("path", file.path()),
                        Map.entry("device", Long.toString(file.device())),
                        Map.entry("inode", Long.toString(file.inode())),
                        Map.entry("generation", Long.toString(file.generation())),
                        Map.entry("generationBytes", Integer.toString(file.generationBytes())),
                        Map.entry("session", file.session().id()),
                        Map.entry("captured", Long.toString(file.captured())),
                        Map.entry("firstSeen", Long.toString(file.firstSeen())),
                        Map.entry("because", because)));
    }

    /// That the raw requests of telemetry of a session expire.
    ///
    /// @param before  the journal position up to which they do
    /// @param because the setting that says so
    /// @param at      epoch milliseconds
    public static Control telemetryExpired(SessionId session, long before, String because, long at) {
        return Controls.of(
                TELEMETRY_EXPIRED,
                at,
                Map.of(
                        "agent", session.agent().wire(),
                        "session", session.id(),
                        "before", Long.toString(before),
                        "because", because));
    }

    /// That a session is removed.
    ///
    /// @param at epoch milliseconds
    public static Control sessionRemoved(SessionId session, long at) {
        return Controls.of(SESSION_REMOVED, at, Map.of("agent", session.agent().wire(), "session", session.id()));
    }

    /// That segments were rewritten without what had expired.
    ///
    /// @param kind    the class of what had expired
    /// @param expired how much of it was taken out
    /// @param at      epoch milliseconds
    public static Control swept(RecordClass kind, Expired expired, long at) {
        return Controls.of(
                RAW_SWEPT,
                at,
                Map.of(
                        "class", kind.name().toLowerCase(Locale.ROOT),
                        "segments", Integer.toString(expired.segments()),
                        "records", Long.toString(expired.records()),
                        "rawBytes", Long.toString(expired.rawBytes()),
                        "diskBytes", Long.toString(expired.diskBytes())));
    }

    /// Whether a fact is one of these.
    public static boolean lettingGo(Control fact) {
        return fact.type().equals(RAW_EXPIRED)
                || fact.type().equals(TELEMETRY_EXPIRED)
                || fact.type().equals(SESSION_REMOVED)
                || fact.type().equals(RAW_SWEPT);
    }

    /// The file that expired, as far as it was captured; empty when the fact does not name one.
    public static Optional<FileRow> file(Control fact) {
        var key = Controls.file(fact);
        var session = session(fact);
        if (key.isEmpty() || session.isEmpty()) return Optional.empty();
        var values = fact.values();
        return Optional.of(new FileRow(
                key.getAsLong(),
                session.get(),
                session.get().agent(),
                values.getOrDefault("root", ""),
                values.getOrDefault("path", ""),
                number(fact, "device"),
                number(fact, "inode"),
                number(fact, "generation"),
                (int) number(fact, "generationBytes"),
                number(fact, "captured"),
                number(fact, "firstSeen"),
                false));
    }

    /// The session that a fact is about; empty when it does not name one.
    public static Optional<SessionId> session(Control fact) {
        var id = fact.values().getOrDefault("session", "");
        try {
            return id.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SessionId(Agent.ofWire(fact.values().getOrDefault("agent", "")), id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A number of a fact; 0 when it tells none.
    public static long number(Control fact, String name) {
        try {
            return Long.parseLong(fact.values().getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
