package dev.twinlog.app.daemon.feed;

import dev.twinlog.sources.transcripts.Progress;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Tells which commits are part of an import. The source tells it of each piece, the settling thread of each commit.
public final class ImportWatch implements Progress {
    /// An import of more bytes is large: nobody follows it event by event.
    static final long LARGE_BYTES = 16L << 20;

    private final LongSupplier journalEnd;
    private final BooleanSupplier importing;
    private final LongSupplier clock;
    private volatile long end;
    private volatile long bytes;
    /// Tells one import from another.
    private long bytesBefore = -1;
    private volatile ImportSpans spans = ImportSpans.NONE;
    private volatile long begun;
    private long position;
    private long lastEvent;

    /// Has seen no import yet.
    ///
    /// @param journalEnd the position after all that is journaled
    /// @param importing  whether the source reads files in bulk
    /// @param clock      epoch milliseconds
    public ImportWatch(LongSupplier journalEnd, BooleanSupplier importing, LongSupplier clock) {
        this.journalEnd = journalEnd;
        this.importing = importing;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    @Override
    public void told(Import now) {
        if (now.bytesBefore() != bytesBefore) {
            bytesBefore = now.bytesBefore();
            begun = clock.getAsLong() - now.elapsed().toMillis();
            bytes = 0;
        }
        bytes = Math.max(bytes, now.bytesKnown() - now.bytesBefore());
        end = journalEnd.getAsLong();
    }

    /// The store is as it is: all that it has was there before. For the settling thread.
    ///
    /// @param settled the journal position up to which it is settled
    /// @param last    its last event
    public void begin(long settled, long last) {
        position = settled;
        lastEvent = last;
        spans = ImportSpans.NONE;
    }

    /// Everything before a position is committed. For the settling thread.
    ///
    /// @param last the last event of the store
    public void committed(long settled, long last) {
        boolean inBulk = importing.getAsBoolean() || position < end;
        if (inBulk) spans = spans.and(new ImportSpans.Span(lastEvent + 1, last, begun, bytes > LARGE_BYTES));
        position = settled;
        lastEvent = last;
    }

    /// What came in bulk so far. For any thread.
    public ImportSpans spans() {
        return spans;
    }
}
