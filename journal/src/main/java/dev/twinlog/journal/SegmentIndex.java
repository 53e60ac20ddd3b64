package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The small file beside a sealed segment that tells what is in it. A projection of the segment: made again
/// by reading it when it is absent or damaged.
final class SegmentIndex {
    private static final long MAGIC = 0x5457_494e_4a49_4458L; // TWINJIDX
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 8 + 4 + 4 + 8 + 8 + 4 + Tally.BYTES;

    private SegmentIndex() {}

    static ByteBuffer encode(Segment segment) {
        var sparse = segment.sparse();
        var bytes = ByteBuffer.allocate(FIXED_BYTES + (sparse == null ? 0 : sparse.bytes()) + Integer.BYTES);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(sparse == null ? 0 : 1);
        bytes.putLong(segment.base()).putLong(segment.header().createdAt()).putInt(segment.dataEnd());
        segment.tally().write(bytes);
        if (sparse != null) sparse.write(bytes);
        return bytes.putInt(crc(bytes.array(), bytes.position())).flip();
    }

    /// The segment that an index tells of, or null when the index is damaged or of another state of the
    /// segment.
    static @Nullable Segment decode(byte[] index, SegmentName name, Path path, long segmentBytes) {
        int end = index.length - Integer.BYTES;
        var bytes = ByteBuffer.wrap(index);
        if (end < FIXED_BYTES || bytes.getInt(end) != crc(index, end)) return null;
        if (bytes.getLong() != MAGIC || bytes.getInt() != VERSION) return null;
        boolean sparse = bytes.getInt() == 1;
        var header = new SegmentHeader(sparse, bytes.getLong(), bytes.getLong());
        int dataEnd = bytes.getInt();
        if (header.base() != name.base() || dataEnd != segmentBytes) return null;
        var tally = Tally.read(bytes);
        return new Segment(header, name, path, tally, sparse ? SparseIndex.read(bytes) : null, dataEnd);
    }

    /// Reads an index file whole, or null when it is not there.
    static byte @Nullable [] read(Disk disk, Path file) {
        try (var open = disk.openToRead(file)) {
            var bytes = new byte[Math.toIntExact(open.size())];
            return open.readFully(ByteBuffer.wrap(bytes), 0) == bytes.length ? bytes : null;
        } catch (IOException e) {
            return null; // made again from the segment
        }
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
