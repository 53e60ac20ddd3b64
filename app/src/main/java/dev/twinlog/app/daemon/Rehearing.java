package dev.twinlog.app.daemon;

import dev.twinlog.app.daemon.lines.Pieces;
import dev.twinlog.app.daemon.lines.Readings;
import dev.twinlog.journal.Journal;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.ChunkRow;
import dev.twinlog.store.Batch.FileRow;
import dev.twinlog.store.StoreReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What the files and the telemetry of one session told, read again from the journal beside the settler, and what of
/// it the journal no longer gives.
final class Rehearing {
    private final Pieces pieces;
    private final Map<FileRow, List<ChunkRow>> files;
    private final Set<Long> requests;
    private final Map<Long, FileRow> byPosition = new HashMap<>();
    private final List<FileRow> expired = new ArrayList<>();
    private final Map<FileRow, String> damaged = new HashMap<>();
    private final boolean telemetryExpired;
    private final List<String> damagedRequests = new ArrayList<>();

    /// The files that told something of a session, as the store knows them now.
    static Rehearing of(StoreReader store, Journal journal, SessionId session) {
        var files = new java.util.LinkedHashMap<FileRow, List<ChunkRow>>();
        for (var file : store.speakersOf(session)) files.put(file, store.chunks(file.key()));
        return new Rehearing(new Pieces(journal), files, store.telemetry(session), store.telemetryExpired(session));
    }

    private Rehearing(
            Pieces pieces, Map<FileRow, List<ChunkRow>> files, List<Long> requests, boolean telemetryExpired) {
        this.telemetryExpired = telemetryExpired;
        this.pieces = pieces;
        this.requests = new LinkedHashSet<>(requests);
        this.files = files;
        files.forEach((file, chunks) -> {
            if (chunks.isEmpty() && file.captured() > 0) expired.add(file);
            for (var chunk : chunks) byPosition.put(chunk.position(), file);
        });
    }

    /// Hears everything that is told of the session.
    void hear(SessionId session, AgentReaders readers, Consumer<Heard> out) throws IOException {
        Consumer<Heard> ours = heard -> {
            if (heard.session().equals(session)) out.accept(heard);
        };
        for (var file : files.entrySet()) {
            var reading = Readings.make(file.getKey(), readers.transcripts());
            if (reading == null) continue;
            for (var piece : file.getValue()) {
                var bytes = pieces.read(piece);
                if (bytes == null) noteDamage(file.getKey(), piece);
                else reading.take(bytes, piece.position(), ours);
            }
            for (var piece : file.getValue()) reading.tellLost(piece.offset() + piece.length(), piece.position(), ours);
        }
        var retelling = new Retelling(pieces.journal(), readers);
        var unreadable = new ArrayList<Long>();
        for (long position : requests)
            retelling
                    .together(List.of(position), heard -> true, () -> unreadable.add(position))
                    .forEach(ours);
        for (long position : unreadable) {
            var damage = retelling.damage(position);
            if (damage != null) damagedRequests.add(damage);
        }
    }

    private void noteDamage(FileRow file, ChunkRow piece) throws IOException {
        var damage = pieces.damage(piece);
        if (damage != null) damaged.putIfAbsent(file, damage);
    }

    /// The file that a record of the journal holds a piece of; null when it is none of these.
    @org.jspecify.annotations.Nullable
    FileRow file(long position) {
        return byPosition.get(position);
    }

    /// Whether a place lies in a request of telemetry.
    boolean isTelemetry(RawPlace place) {
        return requests.contains(place.position());
    }

    List<ChunkRow> chunks(FileRow file) {
        return files.getOrDefault(file, List.of());
    }

    Pieces pieces() {
        return pieces;
    }

    /// Files whose raw bytes are gone by intent.
    List<FileRow> expired() {
        return expired;
    }

    /// Whether requests of telemetry that told of the session are gone by intent.
    boolean telemetryExpired() {
        return telemetryExpired;
    }

    /// Why requests of telemetry cannot be read; known once they were heard.
    List<String> damagedRequests() {
        return damagedRequests;
    }

    /// Files of which pieces cannot be read, with the reason for the first; known once they were heard.
    Map<FileRow, String> damaged() {
        return damaged;
    }
}
