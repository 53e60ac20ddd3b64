package dev.twinlog.sources.appserver;

import java.util.Arrays;

/// The bytes of a message that comes in pieces: as many as are allowed are held, the rest is counted. The
/// memory of a large one is let go of afterwards.
final class Gathered {
    private static final int SMALL_BYTES = 1024;
    private static final int KEPT_BYTES = 64 << 10;

    private final int bytesMax;
    private byte[] held = new byte[SMALL_BYTES];
    private int length;
    private long whole;

    Gathered(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(byte[] piece, int from, int count) {
        whole += count;
        int fits = Math.min(count, bytesMax - length);
        if (length + fits > held.length) held = Arrays.copyOf(held, grown(length + fits));
        System.arraycopy(piece, from, held, length, fits);
        length += fits;
    }

    private int grown(int needed) {
        return (int) Math.min(Math.max(needed, 2L * held.length), bytesMax);
    }

    /// How many bytes came, held or not.
    long whole() {
        return whole;
    }

    /// Whether all that came is held.
    boolean complete() {
        return whole == length;
    }

    /// How many bytes are held.
    int length() {
        return length;
    }

    byte last() {
        return held[length - 1];
    }

    byte[] first(int count) {
        return Arrays.copyOf(held, Math.min(count, length));
    }

    void clear() {
        length = 0;
        whole = 0;
        if (held.length > KEPT_BYTES) held = new byte[SMALL_BYTES];
    }
}
