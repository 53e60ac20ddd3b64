package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of a journal: makes, finds, reads and indexes segment files.
final class SegmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);
    static final String UNFINISHED = ".unfinished";
    private static final String SUSPECT = "fsync-failed";

    private final Disk disk;
    private final Path folder;

    SegmentFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    Disk disk() {
        return disk;
    }

    Path path() {
        return folder;
    }

    /// A segment as it was found by reading it.
    ///
    /// @param damaged    offsets of damaged records that have whole ones behind them
    /// @param goodEnd    the file offset after the last whole record
    /// @param lastNext   the position after the last whole record
    record Scanned(Segment segment, List<Integer> damaged, int goodEnd, long lastNext, long fileBytes) {}

    /// The newest file of each segment by base. Files that a crash left unfinished or outdated are deleted.
    List<SegmentName> names() throws IOException {
        disk.folder(folder);
        var newest = new TreeMap<Long, SegmentName>();
        for (var file : disk.list(folder)) {
            if (file.toString().endsWith(UNFINISHED)) disk.delete(file);
            var name = SegmentName.of(file);
            if (name == null) continue;
            var other = newest.get(name.base());
            if (other != null) delete(other.rewrites() < name.rewrites() ? other : name);
            if (other == null || other.rewrites() < name.rewrites()) newest.put(name.base(), name);
        }
        return List.copyOf(newest.values());
    }

    /// Makes a segment file with its header, on disk with its name.
    Disk.DiskFile create(SegmentHeader header, SegmentName name) throws IOException {
        var path = name.in(folder);
        disk.delete(path); // only ever one without a record, that a crash or a full disk left
        var file = disk.create(path);
        try {
            file.writeFully(header.encode(), 0);
            file.force();
            disk.forceFolder(folder);
            return file;
        } catch (IOException e) {
            abandon(file, e);
            throw e;
        }
    }

    void abandon(Disk.DiskFile file, IOException because) {
        try (file) {
            disk.delete(file.path());
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /// A sealed segment, known by its index or else by reading it.
    Segment sealed(SegmentName name) throws IOException {
        var known = indexed(name);
        if (known != null) return known;
        var scanned = scan(name);
        scanned.segment().dataEnd(Math.toIntExact(scanned.fileBytes()));
        writeIndex(scanned.segment());
        return scanned.segment();
    }

    /// The segment that an index tells of, or null when there is no sound index of the file as it is.
    @Nullable
    Segment indexed(SegmentName name) throws IOException {
        var index = SegmentIndex.read(disk, name.indexIn(folder));
        return index == null ? null : SegmentIndex.decode(index, name, name.in(folder), bytes(name));
    }

    long bytes(SegmentName name) throws IOException {
        try (var file = disk.openToRead(name.in(folder))) {
            return file.size();
        }
    }

    /// Reads a whole segment. One with a damaged header is read as a sparse one, whose frames tell their
    /// positions.
    Scanned scan(SegmentName name) throws IOException {
        var path = name.in(folder);
        try (var file = disk.openToRead(path)) {
            long size = file.size();
            int limit = Math.toIntExact(Math.max(size, SegmentHeader.BYTES));
            var found = header(file);
            var header = found == null ? new SegmentHeader(true, name.base(), 0) : found;
            var sparse = header.sparse() ? new SparseIndex() : null;
            var segment = new Segment(header, name, path, new Tally(), sparse, limit);
            var scanned = walk(segment, file, size);
            if (found == null) scanned.damaged().addFirst(0);
            return scanned;
        }
    }

    private @Nullable SegmentHeader header(Disk.DiskFile file) throws IOException {
        var head = new byte[SegmentHeader.BYTES];
        if (file.readFully(ByteBuffer.wrap(head), 0) < head.length) return null;
        return SegmentHeader.decode(head, file.path());
    }

    @SuppressWarnings("resource") // the reader does not own the file here
    private static Scanned walk(Segment segment, Disk.DiskFile file, long size) throws IOException {
        var reader = new SegmentReader(segment, file, Math.min(segment.dataEnd(), SegmentReader.AHEAD_BYTES));
        var damaged = new ArrayList<Integer>();
        int limit = segment.dataEnd();
        int end = SegmentHeader.BYTES;
        long next = segment.base();
        for (var at = reader.find(end, limit, damaged::add); at != null; at = reader.find(end, limit, damaged::add)) {
            end = at.offset() + at.frame().bytes();
            next = at.frame().next();
            segment.tally().add(at.frame());
            var sparse = segment.sparse();
            if (sparse != null) sparse.add(at.frame().position(), at.offset());
        }
        int goodEnd = end;
        damaged.removeIf(offset -> offset >= goodEnd);
        segment.dataEnd(goodEnd);
        return new Scanned(segment, damaged, goodEnd, next, size);
    }

    /// Writes the index of a segment. A failure is only told: the index is made again when it is missed.
    void writeIndex(Segment segment) {
        var target = segment.name().indexIn(folder);
        var temporary = target.resolveSibling(target.getFileName() + UNFINISHED);
        try {
            disk.delete(temporary);
            try (var file = disk.create(temporary)) {
                file.writeFully(SegmentIndex.encode(segment), 0);
            }
            disk.replace(temporary, target);
        } catch (IOException e) {
            LOG.warn("cannot write journal index {}: {}; the next start reads its segment instead", target, e);
        }
    }

    void deleteIndex(SegmentName name) throws IOException {
        disk.delete(name.indexIn(folder));
    }

    /// Deletes a segment file and its index.
    void delete(SegmentName name) throws IOException {
        deleteIndex(name);
        disk.delete(name.in(folder));
    }

    SegmentReader reader(Segment segment, int aheadBytes) throws IOException {
        return new SegmentReader(segment, disk.openToRead(segment.path()), aheadBytes);
    }

    /// Notes that an fsync failed, so that the next start does not trust what the system holds in memory.
    void suspect() {
        try {
            disk.create(folder.resolve(SUSPECT)).close();
            disk.forceFolder(folder);
        } catch (IOException e) {
            LOG.warn("cannot note in {} that an fsync failed: {}", folder, e.toString());
        }
    }

    /// Writes the newest segment anew when an fsync of it had failed: only bytes written again are sure to be
    /// written by the next fsync.
    void clearSuspicion(Segment newest) throws IOException {
        var mark = folder.resolve(SUSPECT);
        if (!disk.list(folder).contains(mark)) return;
        var copy = newest.path().resolveSibling(newest.path().getFileName() + UNFINISHED);
        try (var from = disk.openToRead(newest.path());
                var to = disk.create(copy)) {
            copy(from, to);
            to.force();
        }
        disk.replace(copy, newest.path());
        disk.forceFolder(folder);
        disk.delete(mark);
    }

    private static void copy(Disk.DiskFile from, Disk.DiskFile to) throws IOException {
        var buffer = ByteBuffer.allocate(LocalDisk.PIECE_BYTES_MAX);
        for (long at = 0; from.readFully(buffer, at) > 0; buffer.clear()) {
            int length = buffer.flip().remaining();
            to.writeFully(buffer, at);
            at += length;
        }
    }

    /// The refusal of a disk, in words that help.
    DiskRefusedException refused(String what, Path file, String advice, IOException cause) {
        return new DiskRefusedException(what, file, disk.freeBytes(folder), advice, cause);
    }
}
