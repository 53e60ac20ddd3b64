package dev.twinlog.journal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentSkipListMap;

/// A journal's folder, mended and ready to append to.
///
/// @param newest the segment to append to, part of `segments`
/// @param file   its file
record OpenedFolder(
        SegmentFolder folder,
        ConcurrentSkipListMap<Long, Segment> segments,
        Segment newest,
        Disk.DiskFile file,
        Damage damage) {

    static OpenedFolder open(SegmentFolder folder, InstantSource clock) throws IOException {
        return new Opening(folder, clock).run();
    }

    private static final class Opening {
        private final SegmentFolder folder;
        private final InstantSource clock;
        private final Damage damage = new Damage();
        private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

        Opening(SegmentFolder folder, InstantSource clock) {
            this.folder = folder;
            this.clock = clock;
        }

        OpenedFolder run() throws IOException {
            var names = new ArrayList<>(folder.names());
            if (names.isEmpty()) return begin(0);
            var last = names.removeLast();
            for (var name : names) segments.put(name.base(), folder.sealed(name));
            if (folder.bytes(last) <= SegmentHeader.BYTES) return begin(last.base());
            return resume(last);
        }

        /// Goes on in the newest segment, or behind it when its tail had to be cut: a position that was
        /// given to a record is not given again, even if the record is lost.
        private OpenedFolder resume(SegmentName last) throws IOException {
            var closedInOrder = folder.indexed(last);
            folder.deleteIndex(last);
            if (closedInOrder != null && closedInOrder.sparse() == null) return appendTo(closedInOrder);
            var scanned = folder.scan(last);
            var segment = scanned.segment();
            scanned.damaged().forEach(offset -> damage.met(segment, offset));
            long torn = scanned.fileBytes() - scanned.goodEnd();
            if (torn == 0 && segment.sparse() == null) return appendTo(segment);
            segments.put(segment.base(), segment);
            damage.torn(torn);
            long behind = segment.base() + scanned.fileBytes() - SegmentHeader.BYTES;
            var opened = begin(Math.max(behind, scanned.lastNext()));
            cut(segment);
            return opened;
        }

        private void cut(Segment segment) throws IOException {
            folder.clearSuspicion(segment);
            try (var file = folder.disk().open(segment.path())) {
                file.truncate(segment.dataEnd());
                file.force();
            }
            folder.writeIndex(segment);
        }

        private OpenedFolder appendTo(Segment segment) throws IOException {
            folder.clearSuspicion(segment);
            var file = folder.disk().open(segment.path());
            try {
                file.force(); // what a killed process left in the system's memory counts as forced from here on
            } catch (IOException e) {
                file.close();
                throw e;
            }
            return opened(segment, file);
        }

        private OpenedFolder begin(long base) throws IOException {
            var name = new SegmentName(base, 0);
            var header = new SegmentHeader(false, base, clock.millis());
            var file = folder.create(header, name);
            return opened(new Segment(header, name, file.path(), new Tally(), null, SegmentHeader.BYTES), file);
        }

        private OpenedFolder opened(Segment newest, Disk.DiskFile file) {
            segments.put(newest.base(), newest);
            return new OpenedFolder(folder, segments, newest, file, damage);
        }
    }
}
