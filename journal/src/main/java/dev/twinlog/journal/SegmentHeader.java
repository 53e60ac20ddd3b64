package dev.twinlog.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The first bytes of a segment file.
///
/// @param sparse    whether records are missing, so that places no longer follow from positions
/// @param base      the position of its first byte after this header
/// @param createdAt when it was begun, epoch milliseconds
record SegmentHeader(boolean sparse, long base, long createdAt) {
    static final int BYTES = 40;
    static final int VERSION = 1;
    private static final long MAGIC = 0x5457_494e_4a52_4e4cL; // TWINJRNL
    private static final int CRC_AT = 32;

    ByteBuffer encode() {
        var bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(sparse ? 1 : 0)
                .putLong(base)
                .putLong(createdAt);
        return bytes.putInt(crc(bytes.array())).putInt(0).flip();
    }

    /// The header of a file, or null when its bytes are damaged.
    ///
    /// @throws IOException when a newer Twinlog wrote it
    static @Nullable SegmentHeader decode(byte[] head, Path file) throws IOException {
        var bytes = ByteBuffer.wrap(head);
        if (head.length < BYTES || bytes.getLong(0) != MAGIC || bytes.getInt(CRC_AT) != crc(head)) return null;
        int version = bytes.getInt(8);
        if (version > VERSION)
            throw new IOException("journal segment " + file + " has format version " + version
                    + ", and this Twinlog reads up to " + VERSION + "; start the newer Twinlog that wrote it");
        return new SegmentHeader(bytes.getInt(12) == 1, bytes.getLong(16), bytes.getLong(24));
    }

    private static int crc(byte[] head) {
        var crc = new CRC32C();
        crc.update(head, 0, CRC_AT);
        return (int) crc.getValue();
    }
}
