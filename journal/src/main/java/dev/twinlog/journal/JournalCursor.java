package dev.twinlog.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cursor of a segmented journal: takes records from memory while it is close behind the writer, else from
/// disk.
final class JournalCursor implements Journal.Cursor {
    private final SegmentedJournal journal;
    private @Nullable SegmentReader reader;
    private long position;

    JournalCursor(SegmentedJournal journal, long from) {
        this.journal = journal;
        this.position = from;
    }

    @Override
    public @Nullable JournalRecord next() throws IOException {
        while (position < journal.end()) {
            var recent = journal.recent(position);
            var record = recent == null ? fromDisk() : recent;
            if (record == null) continue;
            position = record.next();
            return record;
        }
        return null;
    }

    /// The next record, or null after a step over what is none.
    private @Nullable JournalRecord fromDisk() throws IOException {
        var segment = journal.segment(position);
        int limit = segment.dataEnd();
        SegmentReader.Found found;
        SegmentReader open;
        try {
            open = reader(segment);
            found = open.find(segment.offsetAtOrAfter(position), limit, offset -> journal.damaged(segment, offset));
        } catch (NoSuchFileException e) {
            if (journal.segment(position) == segment) throw e;
            return null; // rewritten meanwhile
        }
        if (found == null) {
            position = journal.after(segment, limit, position);
            return null;
        }
        if (found.frame().tombstone()) {
            position = found.frame().position() + 1;
            return null;
        }
        return journal.record(segment, found, open.stored());
    }

    private SegmentReader reader(Segment segment) throws IOException {
        var open = reader;
        if (open != null && open.segment() == segment) return open;
        close();
        open = journal.folder().reader(segment, SegmentReader.AHEAD_BYTES);
        reader = open;
        return open;
    }

    @Override
    public @Nullable JournalRecord await(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var record = next();
            if (record != null) return record;
            if (!journal.awaitAt(position, deadline - System.nanoTime())) return null;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        var open = reader;
        reader = null;
        if (open == null) return;
        try {
            open.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // a file open for reading: a bug if it happens
        }
    }
}
