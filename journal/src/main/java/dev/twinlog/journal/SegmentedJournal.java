package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A journal of segment files in one folder (docs/journal.md). A position is the base of a segment plus the
/// offset in it; a position that was forced is never given to another record, even when its record is
/// damaged and cut.
///
/// Arrays given to {@link #append} are kept for readers close behind and are not to be changed afterwards.
///
/// One process at a time may open a folder; whoever opens it sees to that.
public final class SegmentedJournal implements Journal {
    private static final String ROOM = "nothing of it was kept; make room on the disk, and it goes on by itself";
    private static final String REOPEN =
            "what is on disk is unknown now, so nothing more is taken; check the disk and start again";

    private final SegmentFolder folder;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final Damage damage;
    private final ConcurrentSkipListMap<Long, Segment> segments;
    private final Packing packing = new Packing();
    private final MemoryTail tail;
    private final Arrivals arrivals;
    private final GroupCommit commit;
    private final ReentrantLock appending = new ReentrantLock();
    private final ReentrantLock expiring = new ReentrantLock();
    private final ByteBuffer buffer = SegmentWriter.buffer();
    private volatile SegmentWriter writer;

    SegmentedJournal(OpenedFolder opened, JournalLimits limits, InstantSource clock) {
        this.folder = opened.folder();
        this.limits = limits;
        this.clock = clock;
        this.damage = opened.damage();
        this.segments = opened.segments();
        this.tail = new MemoryTail(limits.tailBytes());
        this.writer = new SegmentWriter(opened.newest(), opened.file(), buffer);
        this.arrivals = new Arrivals(opened.newest().endPosition());
        this.commit = new GroupCommit(arrivals.end(), this::sync);
    }

    /// Opens the journal of a folder, and makes it when there is none. Mends what a crash left: see {@link
    /// #repair}.
    ///
    /// @throws IOException when the folder cannot be used, or a newer Twinlog wrote it
    public static SegmentedJournal open(Path folder, JournalLimits limits) throws IOException {
        return open(folder, limits, InstantSource.system());
    }

    /// The same, with a clock that tells when a segment is begun.
    public static SegmentedJournal open(Path folder, JournalLimits limits, InstantSource clock) throws IOException {
        return open(new LocalDisk(), folder, limits, clock);
    }

    static SegmentedJournal open(Disk disk, Path folder, JournalLimits limits, InstantSource clock) throws IOException {
        return new SegmentedJournal(OpenedFolder.open(new SegmentFolder(disk, folder), clock), limits, clock);
    }

    @Override
    public long append(RecordClass kind, byte[] payload) throws IOException {
        if (payload.length > limits.recordBytes())
            throw new IllegalArgumentException(
                    "a record of " + payload.length + " bytes is larger than the journal's " + limits.recordBytes());
        try (var packed = packing.pack(payload)) {
            return append(kind, payload, packed);
        }
    }

    private long append(RecordClass kind, byte[] payload, Packing.Packed packed) throws IOException {
        appending.lock();
        try {
            checkOpen();
            commit.check();
            if (full(Frame.HEAD_BYTES + packed.length())) roll();
            var frame = Frame.of(
                    arrivals.end(), Frame.code(kind), packed.codec(), packed.bytes(), packed.length(), payload.length);
            write(frame, packed.bytes());
            tail.add(new JournalRecord(frame.position(), frame.next(), kind, payload));
            arrivals.moveTo(frame.next());
            return frame.position();
        } finally {
            appending.unlock();
        }
    }

    private void write(Frame frame, byte[] stored) throws IOException {
        try {
            writer.append(frame, stored);
        } catch (IOException e) {
            throw folder.refused(
                    "append " + frame.bytes() + " bytes to", writer.segment().path(), ROOM, e);
        }
    }

    private boolean full(int frameBytes) {
        var segment = writer.segment();
        if (segment.dataEnd() == SegmentHeader.BYTES) return false;
        long age = clock.millis() - segment.header().createdAt();
        return segment.dataEnd() + (long) frameBytes > limits.segmentBytes()
                || age >= limits.segmentAge().toMillis();
    }

    /// Seals the newest segment and begins another. When that fails the newest stays the newest.
    private void roll() throws IOException {
        var sealed = writer;
        commit.force(arrivals.end());
        var name = new SegmentName(arrivals.end(), 0);
        var header = new SegmentHeader(false, name.base(), clock.millis());
        try {
            var file = folder.create(header, name);
            var segment = new Segment(header, name, file.path(), new Tally(), null, SegmentHeader.BYTES);
            segments.put(name.base(), segment);
            writer = new SegmentWriter(segment, file, buffer);
        } catch (IOException e) {
            throw folder.refused("begin journal segment", name.in(folder.path()), ROOM, e);
        }
        folder.writeIndex(sealed.segment());
        sealed.close();
    }

    /// Gives back the memory of the newest records; whoever reads them then reads the disk.
    public void rest() {
        tail.clear();
    }

    /// Bytes of the newest records in memory.
    long remembered() {
        return tail.bytes();
    }

    @Override
    public void force(long position) throws IOException {
        commit.force(Math.min(position, arrivals.end()));
    }

    private long sync() throws IOException {
        var newest = writer;
        try {
            return newest.force();
        } catch (IOException e) {
            folder.suspect();
            throw folder.refused("force to disk", newest.segment().path(), REOPEN, e);
        }
    }

    /// How many fsyncs {@link #force} has cost so far.
    public long syncs() {
        return commit.syncs();
    }

    @Override
    public long end() {
        return arrivals.end();
    }

    @Override
    public long forced() {
        return commit.forced();
    }

    @Override
    public JournalRecord read(long position) throws IOException {
        var recent = tail.get(position);
        if (recent != null) return recent;
        if (position < 0 || position >= end())
            throw new IllegalArgumentException(
                    "position " + position + " is not in the journal, which ends at " + end());
        while (true) {
            var segment = segment(position);
            try (var reader = folder.reader(segment, SegmentReader.SINGLE_BYTES)) {
                return read(position, segment, reader);
            } catch (NoSuchFileException e) {
                if (segment(position) == segment) throw e;
            }
        }
    }

    private JournalRecord read(long position, Segment segment, SegmentReader reader) throws IOException {
        int offset = segment.offsetAtOrAfter(position);
        int limit = segment.dataEnd();
        if (offset >= limit) throw gone(position, segment, "was cut from the tail of, or expired in,");
        var found = reader.at(offset, limit);
        if (found == null) {
            damaged(segment, offset);
            throw new CorruptRecordException("the record at position " + position + " is damaged: " + segment.path()
                    + " at offset " + offset + "; the records around it can be read");
        }
        if (found.frame().position() != position || found.frame().tombstone())
            throw gone(position, segment, "has expired in");
        return record(segment, found, reader.stored());
    }

    private static CorruptRecordException gone(long position, Segment segment, String what) {
        return new CorruptRecordException("the record at position " + position + " " + what + " " + segment.path());
    }

    JournalRecord record(Segment segment, SegmentReader.Found found, byte[] stored) throws CorruptRecordException {
        var frame = found.frame();
        var payload = packing.unpack(frame, stored);
        return new JournalRecord(frame.position(), frame.next(), frame.kind(), payload);
    }

    @Override
    public Cursor cursor(long from) {
        if (from < 0) throw new IllegalArgumentException("position " + from + " is before the journal's start");
        return new JournalCursor(this, from);
    }

    @Nullable
    JournalRecord recent(long position) {
        return tail.get(position);
    }

    /// The segment that a position lies in, or the first one after it.
    Segment segment(long position) {
        var at = segments.floorEntry(position);
        return (at == null ? segments.firstEntry() : at).getValue();
    }

    /// Where to read on after a segment was read to a limit: at the next segment, or at the end when it is
    /// the newest.
    long after(Segment segment, int limit, long position) {
        var next = segments.higherEntry(segment.base());
        if (segment.dataEnd() > limit) return position;
        return next == null ? segment.endPosition() : next.getKey();
    }

    void damaged(Segment segment, int offset) {
        damage.met(segment, offset);
    }

    @Override
    public void wake() {
        arrivals.wake();
    }

    boolean awaitAt(long position, long nanos) throws InterruptedException {
        return arrivals.awaitAt(position, nanos);
    }

    SegmentFolder folder() {
        return folder;
    }

    @Override
    public Map<RecordClass, Space> space() {
        var sums = new EnumMap<RecordClass, Space>(RecordClass.class);
        for (var kind : RecordClass.values()) sums.put(kind, space(kind));
        return Collections.unmodifiableMap(sums);
    }

    private Space space(RecordClass kind) {
        long records = 0;
        long raw = 0;
        long disk = 0;
        for (var segment : segments.values()) {
            var space = segment.tally().space(kind);
            records += space.records();
            raw += space.rawBytes();
            disk += space.diskBytes();
        }
        return new Space(records, raw, disk);
    }

    @Override
    public Repair repair() {
        return damage.repair();
    }

    /// The position before which every record was appended before a time, by the age of whole segments.
    ///
    /// @param millis epoch milliseconds
    public long positionBefore(long millis) {
        long position = 0;
        for (var segment : segments.values()) {
            if (segment.header().createdAt() > millis) break;
            position = segment.base();
        }
        return position;
    }

    /// Rewrites sealed segments without the records of a class that begin before a position; the others keep
    /// their positions. A tombstone stays in their place.
    ///
    /// @throws IOException when the disk refuses; segments not yet rewritten stay as they are
    public Expired expire(RecordClass kind, long before) throws IOException {
        return expireBefore(before, kind, record -> true);
    }

    /// The same for those of them that a predicate names.
    public Expired expireBefore(long before, RecordClass kind, Predicate<JournalRecord> which) throws IOException {
        return expire(kind, record -> record.position() < before && which.test(record), 0, before);
    }

    /// The same, where it is known that none from before `from` is named: segments before it are not read.
    public Expired expireBetween(long from, long before, RecordClass kind, Predicate<JournalRecord> which)
            throws IOException {
        return expire(
                kind,
                record -> record.position() < before && which.test(record),
                segment(from).base(),
                before);
    }

    /// The same for the records of a class that a predicate names.
    public Expired expire(RecordClass kind, Predicate<JournalRecord> which) throws IOException {
        return expire(kind, 0, which);
    }

    /// The same, where it is known that no record from before a position is named: segments before it are not read.
    public Expired expire(RecordClass kind, long from, Predicate<JournalRecord> which) throws IOException {
        return expire(kind, which, segment(from).base(), Long.MAX_VALUE);
    }

    /// Seals the newest segment if it has records, so that all that is there now can expire.
    ///
    /// @throws IOException when the disk refuses; then it stays the newest
    public void seal() throws IOException {
        appending.lock();
        try {
            checkOpen();
            if (writer.segment().dataEnd() > SegmentHeader.BYTES) roll();
        } finally {
            appending.unlock();
        }
    }

    private Expired expire(RecordClass kind, Predicate<JournalRecord> which, long from, long before)
            throws IOException {
        expiring.lock();
        try {
            var total = Expired.NOTHING;
            if (from >= before) return total;
            for (var segment : segments.subMap(from, before).values()) {
                if (segment == writer.segment()) break;
                if (segment.tally().space(kind).records() == 0) continue;
                total = total.plus(rewrite(segment, kind, which));
            }
            return total;
        } finally {
            expiring.unlock();
        }
    }

    private Expired rewrite(Segment segment, RecordClass kind, Predicate<JournalRecord> which) throws IOException {
        var rewriting = new Rewriting(this, segment, kind, which, clock.millis());
        var rewritten = rewriting.run();
        if (rewritten == null) return Expired.NOTHING;
        segments.put(segment.base(), rewritten);
        tail.dropBefore(writer.segment().base());
        folder.delete(segment.name());
        return rewriting.expired(rewritten);
    }

    private void checkOpen() throws IOException {
        if (arrivals.closed()) throw new IOException("the journal " + folder.path() + " is closed");
    }

    @Override
    public void close() throws IOException {
        appending.lock();
        try (packing) {
            if (arrivals.closed()) return;
            arrivals.close();
            try (var last = writer) {
                commit.force(arrivals.end());
                folder.writeIndex(last.segment());
            }
        } finally {
            appending.unlock();
        }
    }
}
