package dev.twinlog.app.daemon.stream;

import dev.twinlog.journal.CorruptRecordException;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.model.Heard;
import dev.twinlog.model.SessionId;
import dev.twinlog.readers.codex.stream.StreamReader;
import dev.twinlog.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stream as it is settled: its reader, and from where in the journal the reader is brought to where it was after a
/// crash (docs/decisions/0026-stream-reader.md). For the settling thread only.
public final class StreamDesk {
    private static final Logger LOG = LoggerFactory.getLogger(StreamDesk.class);

    private final Store store;
    private final StreamReader reader;
    private StreamMark noted;

    /// What is unfinished is read again here, and counted once more.
    ///
    /// @param readers makes readers
    /// @throws UncheckedIOException when the journal cannot be read
    public StreamDesk(Store store, Journal journal, Supplier<StreamReader> readers) {
        this.store = store;
        this.reader = readers.get();
        this.noted = StreamMark.in(store);
        try {
            resume(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a record told.
    ///
    /// @param needed the earlier frames of a session without which it would not be told again
    public record Told(List<Heard> heard, Map<SessionId, Set<Long>> needed) {}

    /// What a frame tells, or the fact that a generation is over.
    ///
    /// @param frames is told of each frame, and how many bytes it takes
    /// @throws CorruptRecordException when the record is damaged
    public Told take(JournalRecord record, IntConsumer frames) throws CorruptRecordException {
        if (record.kind() == RecordClass.STREAM) frames.accept(record.payload().length);
        var heard = new ArrayList<Heard>();
        var needed = new LinkedHashMap<SessionId, Set<Long>>();
        Frames.read(
                record,
                reader,
                (session, position) -> needed.computeIfAbsent(session, each -> new LinkedHashSet<>())
                        .add(position),
                heard::add);
        return new Told(heard, needed);
    }

    /// Before a commit: a crash between the two leads further back than it must.
    public void beforeCommit() {
        note(noted.or(mark()));
    }

    /// After a commit.
    public void afterCommit() {
        note(mark());
    }

    private StreamMark mark() {
        return new StreamMark(reader.unfinishedSince(), reader.describing());
    }

    private void note(StreamMark mark) {
        if (mark.equals(noted)) return;
        mark.note(store);
        noted = mark;
    }

    /// Reads again what is unfinished up to where the store is; what it tells is settled already. What lies behind is
    /// not read ahead, though a note that was written before a commit that failed names it: a frame of the next
    /// generation would end what the last one began.
    private void resume(Journal journal) throws IOException {
        long upTo = store.position();
        for (long position : noted.describing()) if (position < upTo) again(() -> journal.read(position));
        if (noted.since().isEmpty()) return;
        try (var cursor = journal.cursor(noted.since().getAsLong())) {
            for (var record = cursor.next(); record != null && record.position() < upTo; record = cursor.next()) {
                if (record.kind() != RecordClass.STREAM && record.kind() != RecordClass.CONTROL) continue;
                var taken = record;
                again(() -> taken);
            }
        }
    }

    @FunctionalInterface
    private interface Again {
        JournalRecord record() throws IOException;
    }

    private void again(Again read) throws IOException {
        try {
            Frames.read(read.record(), reader, StreamReader.Needed.NOBODY, heard -> {});
        } catch (CorruptRecordException e) {
            LOG.warn("a frame of the stream is passed over: {}", e.getMessage());
        }
    }
}
