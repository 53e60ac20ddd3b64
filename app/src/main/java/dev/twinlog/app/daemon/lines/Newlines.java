package dev.twinlog.app.daemon.lines;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds newlines eight bytes at a time.
public final class Newlines {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';

    private Newlines() {}

    /// The index of the first newline in `[from, to)`, or -1.
    public static int next(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long zeroWhereNewline = (long) LONGS.get(bytes, at) ^ NEWLINES;
            long found = (zeroWhereNewline - ONES) & ~zeroWhereNewline & HIGHS;
            if (found != 0) return at + (Long.numberOfTrailingZeros(found) >>> 3);
        }
        for (; at < to; at++) if (bytes[at] == '\n') return at;
        return -1;
    }
}
