package dev.twinlog.app.daemon;

import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.OtlpRequest;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// When each witness last told something of each agent, by the time at which it was heard. It is kept as a note in the
/// store, so that it outlives the daemon. Safe for use by many threads, but {@link #note} writes and is for the one
/// that commits.
final class LastHeard {
    /// A record of a transcript that was read so soon after its own time was heard while it happened; all others are
    /// history, as an import reads it, of which no telemetry is expected.
    static final Duration LIVE = Duration.ofMinutes(1);

    /// Agents export each few seconds, and write on for a moment: what a transcript tells later than this after the
    /// last telemetry, telemetry should have told too.
    static final Duration COMPANY = Duration.ofMinutes(2);

    /// The store is told at most so often: what a kill takes is no more.
    static final Duration NOTED_EACH = Duration.ofSeconds(10);

    /// The last observation of telemetry.
    static final String OTLP = Witness.OTLP.wire();
    /// The last record of a transcript that was heard while it happened.
    static final String TRANSCRIPT = Witness.TRANSCRIPT.wire();
    /// The first such record that telemetry did not accompany; not there while it does.
    static final String ALONE_SINCE = "aloneSince";
    /// The newest time that a record tells, by the clock of who wrote it.
    static final String NEWEST = "newestRecord";

    private static final String NOTE = "last_heard";
    static final long UNKNOWN = Long.MIN_VALUE;

    private final TreeMap<String, TreeMap<String, Long>> times = new TreeMap<>();
    private long arrival = UNKNOWN;
    private String noted = "";
    private long notedAt = UNKNOWN;

    LastHeard() {}

    private LastHeard(@Nullable String note) {
        try {
            for (var part : note == null || note.isBlank() ? new String[0] : note.split(" ")) {
                int name = part.indexOf('/');
                int value = part.indexOf('=', name);
                of(part.substring(0, name))
                        .put(part.substring(name + 1, value), Long.valueOf(part.substring(value + 1)));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            times.clear(); // it is told again by what comes
        }
    }

    /// What a store was told.
    static LastHeard in(Store store) {
        return new LastHeard(store.note(NOTE));
    }

    /// What a store was told.
    static LastHeard in(StoreReader store) {
        return new LastHeard(store.note(NOTE));
    }

    /// Tells when what is taken next came.
    synchronized void hearing(long came) {
        arrival = came;
    }

    /// When a record of the journal came, epoch milliseconds; {@link #UNKNOWN} when it does not tell.
    static long arrival(JournalRecord record) {
        try {
            return switch (record.kind()) {
                case TRANSCRIPT -> FileChunkView.unverified(record.payload()).at();
                case OTLP_LOGS, OTLP_TRACES, OTLP_METRICS -> OtlpRequest.arrival(record.payload());
                case CONTROL, STREAM -> UNKNOWN;
            };
        } catch (CorruptRecordException | MalformedPayloadException e) {
            return UNKNOWN; // the settler counts it
        }
    }

    /// Takes what came then.
    synchronized void take(Observation said) {
        if (arrival == UNKNOWN) return;
        var of = of(said.session().agent().wire());
        if (said.at() != Observation.UNTIMED) of.merge(NEWEST, said.at(), Math::max);
        switch (said.witness()) {
            case OTLP -> telemetry(of);
            case TRANSCRIPT -> {
                if (said.at() != Observation.UNTIMED && arrival - said.at() <= LIVE.toMillis()) transcript(of);
            }
            case STREAM -> {}
        }
    }

    private void telemetry(Map<String, Long> of) {
        of.merge(OTLP, arrival, Math::max);
        var alone = of.get(ALONE_SINCE);
        if (alone != null && alone <= arrival) of.remove(ALONE_SINCE);
    }

    private void transcript(Map<String, Long> of) {
        of.merge(TRANSCRIPT, arrival, Math::max);
        var otlp = of.get(OTLP);
        if (otlp == null || arrival - otlp > COMPANY.toMillis()) of.merge(ALONE_SINCE, arrival, Math::min);
    }

    private TreeMap<String, Long> of(String agent) {
        return times.computeIfAbsent(agent, _ -> new TreeMap<>());
    }

    /// By the agent's wire name and the names above, epoch milliseconds.
    synchronized Map<String, Map<String, Long>> byName() {
        var copy = new TreeMap<String, Map<String, Long>>();
        times.forEach((agent, of) -> copy.put(agent, new TreeMap<>(of)));
        return copy;
    }

    /// Notes it in the store that it goes on from, when there is news and it was not noted a moment ago.
    ///
    /// @param now epoch milliseconds
    synchronized void note(Store store, long now) {
        if (notedAt != UNKNOWN && now - notedAt < NOTED_EACH.toMillis()) return;
        var text = text();
        if (text.equals(noted)) return;
        store.note(NOTE, text);
        noted = text;
        notedAt = now;
    }

    /// Notes it in any store.
    synchronized void note(Store store) {
        var text = text();
        if (!text.equals(store.note(NOTE))) store.note(NOTE, text);
    }

    private String text() {
        var parts = new java.util.StringJoiner(" ");
        times.forEach((agent, of) -> of.forEach((name, at) -> parts.add(agent + "/" + name + "=" + at)));
        return parts.toString();
    }
}
