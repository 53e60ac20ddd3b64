package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A journal in memory: positions are the numbers of the records.
final class InMemoryJournal implements Journal {
    private final List<JournalRecord> records = new ArrayList<>();

    @Override
    public synchronized long append(RecordClass kind, byte[] payload) {
        long position = records.size();
        records.add(new JournalRecord(position, position + 1, kind, payload.clone()));
        notifyAll();
        return position;
    }

    @Override
    public void force(long position) {}

    @Override
    public synchronized long end() {
        return records.size();
    }

    @Override
    public long forced() {
        return end();
    }

    @Override
    public synchronized JournalRecord read(long position) throws IOException {
        if (position < 0 || position >= records.size()) throw new IOException("no record at " + position);
        return records.get((int) position);
    }

    private synchronized @Nullable JournalRecord at(long position, long patienceMillis) throws InterruptedException {
        if (position >= records.size() && patienceMillis > 0) wait(patienceMillis);
        return position < records.size() ? records.get((int) position) : null;
    }

    @Override
    public Cursor cursor(long from) {
        return new Cursor() {
            private long position = from;

            @Override
            public @Nullable JournalRecord next() throws IOException {
                return position < end() ? read(position++) : null;
            }

            @Override
            public @Nullable JournalRecord await(Duration patience) throws InterruptedException {
                var record = at(position, patience.toMillis());
                if (record != null) position++;
                return record;
            }

            @Override
            public long position() {
                return position;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Map<RecordClass, Space> space() {
        return Map.of();
    }

    @Override
    public Repair repair() {
        return new Repair(0, 0, null);
    }

    @Override
    public void close() {}

    @Override
    public void wake() {}
}
