package dev.twinlog.app.daemon;

import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Decision;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.DecisionRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.Batch.SpokeRow;
import dev.twinlog.store.Batch.TelemetryRow;
import dev.twinlog.store.Batch.UnknownType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was settled since the last commit, beside the sessions themselves.
final class Pending {
    private final Map<Long, FileRow> files = new LinkedHashMap<>();
    private final List<ChunkRow> chunks = new ArrayList<>();
    private final Set<SpokeRow> spoke = new LinkedHashSet<>();
    private final Map<SessionId, Set<Long>> telemetry = new LinkedHashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final Map<UnknownType, Long> unknown = new LinkedHashMap<>();
    private final List<DecisionRow> decisions = new ArrayList<>();
    private List<Long> batch = List.of();
    private long bytes;
    private long observations;

    void file(FileRow row) {
        files.put(row.key(), row);
    }

    void chunk(ChunkRow row) {
        chunks.add(row);
        bytes += row.length();
    }

    /// A file told something of a session.
    void spoke(FileRow file, SessionId session) {
        if (!session.equals(file.session())) spoke.add(new SpokeRow(file.key(), session));
    }

    /// A request of telemetry told something of a session.
    void telemetry(SessionId session, long position) {
        telemetry.computeIfAbsent(session, s -> new LinkedHashSet<>()).add(position);
    }

    /// Requests of telemetry are heard together from now on, until they are none.
    void batch(Collection<Long> positions) {
        batch = List.copyOf(positions);
    }

    /// The requests that are heard together just now, in the order of the journal: of what they tell, not all is heard.
    List<Long> batch() {
        return batch;
    }

    /// A request of telemetry was taken.
    void request(long length) {
        bytes += length;
    }

    /// A frame of the stream was taken.
    void frame(int length) {
        request(length);
        count("frames.stream", 1);
    }

    /// Something was observed.
    void observation(Witness by) {
        observations++;
        count("observations." + by.wire(), 1);
    }

    void count(String counter, long by) {
        if (by != 0) counters.merge(counter, by, Long::sum);
    }

    void unknown(Unknown record, String version) {
        unknown.merge(new UnknownType(record.agent(), record.type(), version), 1L, Long::sum);
    }

    void decision(Decision decision) {
        count("verdicts." + decision.verdict().wire(), 1);
        decisions.add(new DecisionRow(
                decision.at(),
                decision.key().toString(),
                decision.verdict().wire(),
                decision.incoming().wire(),
                decision.chosen() == null ? null : decision.chosen().wire(),
                decision.replaced() == null ? null : decision.replaced().wire()));
    }

    List<FileRow> files() {
        return List.copyOf(files.values());
    }

    List<SpokeRow> spoke() {
        return List.copyOf(spoke);
    }

    List<TelemetryRow> telemetry() {
        var rows = new ArrayList<TelemetryRow>();
        telemetry.forEach((session, positions) -> positions.forEach(each -> rows.add(new TelemetryRow(session, each))));
        return rows;
    }

    /// The requests among them that told something of a session, in the order of the journal.
    Set<Long> telemetry(SessionId session) {
        return telemetry.getOrDefault(session, Set.of());
    }

    /// The files among them that told something of a session.
    List<FileRow> speakersOf(SessionId session) {
        return files.values().stream()
                .filter(file -> file.session().equals(session) || spoke.contains(new SpokeRow(file.key(), session)))
                .toList();
    }

    List<ChunkRow> chunks() {
        return chunks;
    }

    Map<String, Long> counters() {
        return counters;
    }

    Map<UnknownType, Long> unknown() {
        return unknown;
    }

    List<DecisionRow> decisions() {
        return decisions;
    }

    /// Bytes of agents' files and requests settled since the last commit.
    long bytes() {
        return bytes;
    }

    /// How much was observed since then.
    long observations() {
        return observations;
    }
}
