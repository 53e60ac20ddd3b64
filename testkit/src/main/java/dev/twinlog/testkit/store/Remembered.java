package dev.twinlog.testkit.store;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.RawTelemetry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that an {@link InMemoryStore} knows. Copied before each commit, so that a failed one leaves
/// nothing.
final class Remembered {
    long position;
    long lastEventId;
    final SortedMap<Long, Batch.FileRow> files = new TreeMap<>();
    final SortedMap<String, Batch.ChunkRow> chunks = new TreeMap<>();
    final Set<Batch.SpokeRow> spoke = new LinkedHashSet<>();
    final Set<Batch.TelemetryRow> telemetry = new LinkedHashSet<>();
    final SortedMap<SessionId, Batch.SessionRow> sessions = new TreeMap<>();
    final SortedMap<Long, Batch.EventRow> events = new TreeMap<>();
    final SortedMap<SessionId, List<byte[]>> records = new TreeMap<>();
    final SortedMap<SessionId, List<Gap>> gaps = new TreeMap<>();
    final SortedMap<String, Long> counters = new TreeMap<>();
    final java.util.Map<Batch.UnknownType, Long> unknown = new java.util.LinkedHashMap<>();
    final List<Batch.DecisionRow> decisions = new ArrayList<>();
    final SortedMap<String, String> notes = new TreeMap<>();

    final SortedMap<SessionId, RawTelemetry.Expired> expiredTelemetry = new TreeMap<>();
    final SortedMap<SessionId, List<RawTelemetry.Name>> names = new TreeMap<>();
    final Set<Long> unswept = new TreeSet<>();
    final Set<SessionId> kept = new TreeSet<>();

    Remembered() {}

    Remembered(Remembered other) {
        position = other.position;
        lastEventId = other.lastEventId;
        files.putAll(other.files);
        chunks.putAll(other.chunks);
        spoke.addAll(other.spoke);
        telemetry.addAll(other.telemetry);
        sessions.putAll(other.sessions);
        events.putAll(other.events);
        other.records.forEach((session, pairs) -> records.put(session, new ArrayList<>(pairs)));
        gaps.putAll(other.gaps);
        counters.putAll(other.counters);
        unknown.putAll(other.unknown);
        decisions.addAll(other.decisions);
        notes.putAll(other.notes);
        expiredTelemetry.putAll(other.expiredTelemetry);
        names.putAll(other.names);
        unswept.addAll(other.unswept);
        kept.addAll(other.kept);
    }

    /// The requests of telemetry that told something of a session, in the order of the journal.
    List<Long> telemetry(SessionId session) {
        return telemetry.stream()
                .filter(row -> row.session().equals(session))
                .map(Batch.TelemetryRow::position)
                .sorted()
                .toList();
    }

    /// Forgets that requests before a position told of a session.
    void letGo(SessionId session, long before) {
        var gone = telemetry(session).stream().filter(each -> each < before).toList();
        telemetry.removeIf(row -> row.session().equals(session) && row.position() < before);
        gone.stream().filter(each -> !isTold(each)).forEach(unswept::add);
    }

    /// Whether the request at a position told of any session.
    boolean isTold(long position) {
        return telemetry.stream().anyMatch(row -> row.position() == position);
    }

    void add(Batch batch) {
        for (var file : batch.files()) files.put(file.key(), file);
        for (var chunk : batch.chunks())
            chunks.put("%020d %020d %020d".formatted(chunk.file(), chunk.offset(), chunk.position()), chunk);
        spoke.addAll(batch.spoke());
        telemetry.addAll(batch.telemetry());
        for (var session : batch.sessions()) sessions.put(session.id(), session);
        for (var event : batch.forgotten()) events.remove(event);
        for (var event : batch.events()) events.put(event.id(), event);
        for (var row : batch.records())
            records.computeIfAbsent(row.session(), _ -> new ArrayList<>()).add(row.pairs());
        for (var row : batch.ownership()) events.computeIfPresent(row.event(), (_, event) -> owned(event, row.owned()));
        gaps.putAll(batch.gaps());
        batch.counters().forEach((name, amount) -> counters.merge(name, amount, Long::sum));
        batch.unknown().forEach((type, amount) -> {
            boolean apart = unknown.containsKey(type) || unknown.size() < Batch.UnknownType.TYPES_MAX;
            unknown.merge(apart ? type : type.others(), amount, Long::sum);
        });
        for (var decision : batch.decisions()) decisions.add(decision);
        position = batch.position();
    }

    private static Batch.EventRow owned(Batch.EventRow event, boolean owned) {
        return new Batch.EventRow(
                event.id(),
                event.session(),
                event.kind(),
                event.key(),
                event.at(),
                event.turn(),
                event.status(),
                event.agentId(),
                owned,
                event.copyId(),
                event.body(),
                event.texts(),
                event.usage());
    }
}
