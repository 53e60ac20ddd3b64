package dev.twinlog.store;

/// Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit says
/// that more follow.
final class Varint {
    private Varint() {}

    /// Writes a number, at most ten bytes; where it ends.
    static int put(byte[] into, int at, long value) {
        int next = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            into[next++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        into[next++] = (byte) rest;
        return next;
    }

    /// Reads a number into a cell; where it ends.
    static int get(byte[] from, int at, long[] number) {
        long value = 0;
        int next = at;
        for (int shift = 0; ; shift += 7) {
            byte part = from[next++];
            value |= (part & 0x7FL) << shift;
            if (part >= 0) break;
        }
        number[0] = value;
        return next;
    }

    /// A number that may be negative, as one that is small when it is near 0.
    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
