package dev.twinlog.journal;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One rewriting of a sealed segment without records that expired. The new file gets another name, so a
/// crash leaves either the old one, or the new one whole.
final class Rewriting {
    private final SegmentedJournal journal;
    private final SegmentFolder folder;
    private final Segment old;
    private final RecordClass kind;
    private final Predicate<JournalRecord> expires;
    private final long now;
    private final HashStream64 hash = Hashing.xxh3_64().hashStream();
    private long firstExpired = -1;
    private long records;
    private long rawBytes;

    Rewriting(SegmentedJournal journal, Segment old, RecordClass kind, Predicate<JournalRecord> expires, long now) {
        this.journal = journal;
        this.folder = journal.folder();
        this.old = old;
        this.kind = kind;
        this.expires = expires;
        this.now = now;
    }

    /// The rewritten segment, or null when nothing in it expires.
    @Nullable
    Segment run() throws IOException {
        try (var reader = folder.reader(old, SegmentReader.AHEAD_BYTES)) {
            count(reader);
            return records == 0 ? null : copy(reader);
        }
    }

    Expired expired(Segment rewritten) {
        return new Expired(1, records, rawBytes, old.dataEnd() - rewritten.dataEnd());
    }

    private void count(SegmentReader reader) throws IOException {
        for (var at = next(reader, SegmentHeader.BYTES); at != null; at = next(reader, end(at))) {
            var frame = at.frame();
            if (frame.tombstone() || frame.kind() != kind) continue;
            var record = journal.record(old, at, reader.stored());
            if (!expires.test(record)) continue;
            if (firstExpired < 0) firstExpired = frame.position();
            records++;
            rawBytes += frame.rawLength();
            hash.putLong(Long.reverseBytes(Hashing.xxh3_64().hashBytesToLong(record.payload())));
        }
    }

    private Segment copy(SegmentReader reader) throws IOException {
        var name = old.name().rewritten();
        var header = new SegmentHeader(true, old.base(), old.header().createdAt());
        var unfinished = name.in(folder.path()).resolveSibling(name + SegmentFolder.UNFINISHED);
        folder.disk().delete(unfinished);
        var file = folder.disk().create(unfinished);
        var segment =
                new Segment(header, name, name.in(folder.path()), new Tally(), new SparseIndex(), SegmentHeader.BYTES);
        try (file) {
            file.writeFully(header.encode(), 0);
            survivors(reader, new SegmentWriter(segment, file, SegmentWriter.buffer()));
            file.force();
        } catch (IOException e) {
            folder.abandon(file, e);
            throw folder.refused("rewrite journal segment", old.path(), "the segment stays as it was", e);
        }
        folder.disk().replace(unfinished, segment.path());
        folder.disk().forceFolder(folder.path());
        folder.writeIndex(segment);
        return segment;
    }

    @SuppressWarnings("resource") // the caller closes the file
    private void survivors(SegmentReader reader, SegmentWriter writer) throws IOException {
        for (var at = next(reader, SegmentHeader.BYTES); at != null; at = next(reader, end(at))) {
            if (at.frame().position() == firstExpired) append(writer, tombstone());
            if (!gone(at, reader)) append(writer, at.frame(), reader.stored());
        }
    }

    private boolean gone(SegmentReader.Found at, SegmentReader reader) throws IOException {
        var frame = at.frame();
        return !frame.tombstone() && frame.kind() == kind && expires.test(journal.record(old, at, reader.stored()));
    }

    private byte[] tombstone() {
        return new Tombstone(kind, records, rawBytes, hash.getAsLong(), now).encode();
    }

    private void append(SegmentWriter writer, byte[] tombstone) throws IOException {
        int length = tombstone.length;
        var frame = Frame.of(firstExpired, Frame.TOMBSTONE, Frame.PLAIN, tombstone, length, length);
        append(writer, frame, tombstone);
    }

    private static void append(SegmentWriter writer, Frame frame, byte[] stored) throws IOException {
        var segment = writer.segment();
        var index = segment.sparse();
        if (index != null) index.add(frame.position(), segment.dataEnd());
        writer.append(frame, stored);
    }

    private SegmentReader.@Nullable Found next(SegmentReader reader, int from) throws IOException {
        return reader.find(from, old.dataEnd(), offset -> journal.damaged(old, offset));
    }

    private static int end(SegmentReader.Found at) {
        return at.offset() + at.frame().bytes();
    }
}
