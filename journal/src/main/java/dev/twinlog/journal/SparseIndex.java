package dev.twinlog.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where the surviving frames of a rewritten segment lie, by position.
final class SparseIndex {
    private long[] positions = new long[64];
    private int[] offsets = new int[64];
    private int size;

    void add(long position, int offset) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        positions[size] = position;
        offsets[size++] = offset;
    }

    /// The offset of the first frame at or after a position, or the other value when there is none.
    int atOrAfter(long position, int otherwise) {
        int at = Arrays.binarySearch(positions, 0, size, position);
        if (at < 0) at = -at - 1;
        return at < size ? offsets[at] : otherwise;
    }

    int bytes() {
        return Integer.BYTES + size * (Long.BYTES + Integer.BYTES);
    }

    void write(ByteBuffer to) {
        to.putInt(size);
        for (int i = 0; i < size; i++) to.putLong(positions[i]).putInt(offsets[i]);
    }

    static SparseIndex read(ByteBuffer from) {
        var index = new SparseIndex();
        for (int left = from.getInt(); left > 0; left--) index.add(from.getLong(), from.getInt());
        return index;
    }
}
