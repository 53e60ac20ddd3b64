package dev.twinlog.testkit.store;

import dev.twinlog.model.Gap;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch;
import dev.twinlog.store.BatchCheck;
import dev.twinlog.store.RawTelemetry;
import dev.twinlog.store.Store;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A store that keeps what it was told as it was told, and forgets it with the process. Plain on purpose: it
/// is what the embedded store is compared with.
public final class InMemoryStore implements Store {
    private Remembered remembered;
    private final InMemoryReader reader = new InMemoryReader(() -> remembered);

    public InMemoryStore() {
        this(new Remembered());
    }

    private InMemoryStore(Remembered remembered) {
        this.remembered = remembered;
    }

    /// A store that begins with what this one has: as if it was closed and opened again.
    public InMemoryStore reopened() {
        return new InMemoryStore(new Remembered(remembered));
    }

    @Override
    public synchronized long position() {
        return remembered.position;
    }

    @Override
    public synchronized long lastEventId() {
        return remembered.lastEventId;
    }

    @Override
    public synchronized void commit(Batch batch) {
        long last = BatchCheck.lastEventId(batch, remembered.position, remembered.lastEventId);
        var next = new Remembered(remembered);
        try {
            next.add(batch);
        } catch (RuntimeException e) {
            throw new StoreException("cannot commit: " + e.getMessage(), e);
        }
        next.lastEventId = last;
        remembered = next;
    }

    @Override
    public synchronized List<StoredEvent> events(SessionId session) {
        return remembered.events.values().stream()
                .filter(event -> event.session().equals(session))
                .sorted(Comparator.comparing(Batch.EventRow::kind).thenComparing(Batch.EventRow::key))
                .map(event -> new StoredEvent(event.id(), event.kind(), event.key(), event.owned(), event.copyId()))
                .toList();
    }

    @Override
    public synchronized byte[] body(long eventId) {
        var event = remembered.events.get(eventId);
        if (event == null) throw new StoreException("there is no event " + eventId);
        return event.body().get();
    }

    @Override
    public synchronized List<Batch.FileRow> files() {
        return List.copyOf(remembered.files.values());
    }

    @Override
    public List<Batch.FileRow> files(SessionId session) {
        return reader.files(session);
    }

    @Override
    public synchronized List<Long> telemetry(SessionId session) {
        return remembered.telemetry(session);
    }

    @Override
    public synchronized Set<Long> telemetryBefore(long position) {
        return remembered.telemetry.stream()
                .map(Batch.TelemetryRow::position)
                .filter(each -> each < position)
                .collect(Collectors.toSet());
    }

    @Override
    public RawTelemetry rawTelemetry() {
        return new InMemoryTelemetry(this);
    }

    /// What it knows now.
    synchronized Remembered remembered() {
        return remembered;
    }

    /// Changes what it knows, as a whole or not at all.
    synchronized void change(Consumer<Remembered> change) {
        var next = new Remembered(remembered);
        change.accept(next);
        remembered = next;
    }

    @Override
    public synchronized List<Batch.FileRow> speakersOf(SessionId session) {
        return remembered.files.values().stream()
                .filter(file -> file.session().equals(session)
                        || remembered.spoke.contains(new Batch.SpokeRow(file.key(), session)))
                .toList();
    }

    @Override
    public List<Batch.ChunkRow> chunks(long file) {
        return reader.chunks(file);
    }

    @Override
    public synchronized List<CopyHolder> holders(Collection<Long> copyIds, SessionId except) {
        return remembered.events.values().stream()
                .filter(event -> event.copyId() != 0 && copyIds.contains(event.copyId()))
                .filter(event -> !event.session().equals(except))
                .map(event -> new CopyHolder(event.copyId(), event.session(), event.id(), event.owned()))
                .toList();
    }

    @Override
    public synchronized List<byte[]> recordIndex(SessionId session) {
        return List.copyOf(remembered.records.getOrDefault(session, List.of()));
    }

    @Override
    public synchronized Batch.@Nullable SessionRow session(SessionId id) {
        return remembered.sessions.get(id);
    }

    @Override
    public List<Gap> gaps(SessionId session) {
        return reader.gaps(session);
    }

    @Override
    public Map<String, Long> counters() {
        return reader.counters();
    }

    @Override
    public synchronized Set<Long> expiredFiles() {
        return remembered.files.values().stream()
                .filter(file -> file.captured() > 0 && chunks(file.key()).isEmpty())
                .map(Batch.FileRow::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public synchronized Set<SessionId> sealed() {
        var expired = expiredFiles();
        return remembered.sessions.keySet().stream()
                .filter(session -> remembered.kept.contains(session)
                        || remembered.expiredTelemetry.containsKey(session)
                        || speakersOf(session).stream().anyMatch(file -> expired.contains(file.key())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public synchronized void expire(Batch.FileRow file) {
        var next = new Remembered(remembered);
        next.files.put(file.key(), file);
        next.chunks.values().removeIf(chunk -> chunk.file() == file.key());
        remembered = next;
    }

    @Override
    public synchronized void remove(SessionId session) {
        var next = new Remembered(remembered);
        next.events.values().removeIf(event -> event.session().equals(session));
        next.sessions.remove(session);
        next.records.remove(session);
        next.gaps.remove(session);
        next.spoke.removeIf(row -> row.session().equals(session));
        next.letGo(session, Long.MAX_VALUE);
        next.expiredTelemetry.remove(session);
        next.names.remove(session);
        remembered = next;
    }

    @Override
    public @Nullable String note(String name) {
        return reader.note(name);
    }

    @Override
    public synchronized void note(String name, String value) {
        var next = new Remembered(remembered);
        next.notes.put(name, value);
        remembered = next;
    }

    @Override
    public StoreReader reader() {
        return reader;
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
