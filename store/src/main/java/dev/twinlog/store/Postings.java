package dev.twinlog.store;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/// A token with the ids of the events that have it, ascending: the first, the last, and the distances after
/// the first. As bytes: length and token, then first, last − first and the number of bytes of distances as
/// variable-length numbers, then the distances, each a variable-length number. Used again for one token
/// after the other.
final class Postings {
    private byte[] token = new byte[128];
    private int tokenLength;
    private long first;
    private long last;
    private byte[] distances = new byte[256];
    private int length;

    /// Takes what it is shown, which is gone afterwards.
    interface Sink<E extends Exception> {
        void accept(Postings postings) throws E;
    }

    void set(byte[] from, int start, int size, long firstId, long lastId) {
        System.arraycopy(from, start, token, 0, size);
        tokenLength = size;
        first = firstId;
        last = lastId;
        length = 0;
    }

    void append(byte[] from, int start, int size) {
        if (length + size > distances.length)
            distances = Arrays.copyOf(distances, Math.max(length + size, 2 * distances.length));
        System.arraycopy(from, start, distances, length, size);
        length += size;
    }

    /// Goes on with the same token's ids in a later piece: they are all greater.
    void append(Postings later) {
        var gap = new byte[10];
        append(gap, 0, Varint.put(gap, 0, later.first - last));
        append(later.distances, 0, later.length);
        last = later.last;
    }

    /// Reads one from its bytes; where it ends.
    int read(byte[] block, int at) {
        int size = block[at];
        var number = new long[1];
        int next = Varint.get(block, at + 1 + size, number);
        long firstId = number[0];
        next = Varint.get(block, next, number);
        set(block, at + 1, size, firstId, firstId + number[0]);
        next = Varint.get(block, next, number);
        append(block, next, (int) number[0]);
        return next + (int) number[0];
    }

    /// Writes its bytes; where they end. There must be {@link #bytesMax} of space.
    int write(byte[] block, int at) {
        block[at] = (byte) tokenLength;
        System.arraycopy(token, 0, block, at + 1, tokenLength);
        int next = Varint.put(block, at + 1 + tokenLength, first);
        next = Varint.put(block, next, last - first);
        next = Varint.put(block, next, length);
        System.arraycopy(distances, 0, block, next, length);
        return next + length;
    }

    int bytesMax() {
        return 1 + tokenLength + 30 + length;
    }

    byte[] token() {
        return Arrays.copyOf(token, tokenLength);
    }

    int compareToken(Postings other) {
        return Arrays.compareUnsigned(token, 0, tokenLength, other.token, 0, other.tokenLength);
    }

    int compareToken(byte[] other) {
        return Arrays.compareUnsigned(token, 0, tokenLength, other, 0, other.length);
    }

    boolean startsWith(byte[] prefix) {
        return tokenLength >= prefix.length && Arrays.equals(token, 0, prefix.length, prefix, 0, prefix.length);
    }

    void addIdsTo(LongArrayList ids) {
        long id = first;
        ids.add(id);
        var number = new long[1];
        for (int at = 0; at < length; ) {
            at = Varint.get(distances, at, number);
            id += number[0];
            ids.add(id);
        }
    }
}
