package dev.twinlog.store;

import java.util.Arrays;

/// The different tokens of one event's texts, joined by spaces: all that the index needs to know of it, since what it
/// finds is looked up in the text itself. Not for two threads at once.
final class DistinctTokens {
    private static final int SLOTS_AT_FIRST = 1 << 12;
    private static final int BYTES_AT_FIRST = 1 << 16;

    private final Tokens tokens = new Tokens();
    private byte[] joined = new byte[BYTES_AT_FIRST];
    private int length;
    private int[] starts = new int[SLOTS_AT_FIRST];
    private int[] ends = new int[SLOTS_AT_FIRST];
    private int[] hashes = new int[SLOTS_AT_FIRST];
    private int[] rounds = new int[SLOTS_AT_FIRST];
    private int round;
    private int count;

    /// Begins with the next event.
    void clear() {
        round++;
        count = 0;
        length = 0;
    }

    void add(String text) {
        tokens.over(text);
        while (tokens.next()) add(tokens.bytes, tokens.length());
    }

    /// A copy of the joined tokens; empty when there are none.
    byte[] joined() {
        return Arrays.copyOf(joined, length);
    }

    private void add(byte[] token, int size) {
        int hash = hash(token, size);
        int slot = slot(hash, token, size);
        if (rounds[slot] == round) return;
        if (length + size + 1 > joined.length) joined = Arrays.copyOf(joined, 2 * joined.length);
        occupy(slot, hash, length, length + size);
        System.arraycopy(token, 0, joined, length, size);
        length += size;
        joined[length++] = ' ';
        if (++count > starts.length / 2) grow();
    }

    private int slot(int hash, byte[] token, int size) {
        int mask = starts.length - 1;
        int slot = hash & mask;
        while (rounds[slot] == round && !holds(slot, hash, token, size)) slot = slot + 1 & mask;
        return slot;
    }

    private boolean holds(int slot, int hash, byte[] token, int size) {
        return hashes[slot] == hash && Arrays.equals(joined, starts[slot], ends[slot], token, 0, size);
    }

    private void occupy(int slot, int hash, int start, int end) {
        rounds[slot] = round;
        hashes[slot] = hash;
        starts[slot] = start;
        ends[slot] = end;
    }

    private void grow() {
        int[] oldStarts = starts;
        int[] oldEnds = ends;
        int[] oldHashes = hashes;
        int[] oldRounds = rounds;
        int slots = 2 * oldStarts.length;
        starts = new int[slots];
        ends = new int[slots];
        hashes = new int[slots];
        rounds = new int[slots];
        for (int i = 0; i < oldStarts.length; i++) {
            if (oldRounds[i] != round) continue;
            int slot = oldHashes[i] & slots - 1;
            while (rounds[slot] == round) slot = slot + 1 & slots - 1;
            occupy(slot, oldHashes[i], oldStarts[i], oldEnds[i]);
        }
    }

    private static int hash(byte[] token, int size) {
        int hash = size;
        for (int i = 0; i < size; i++) hash = hash * 31 + token[i];
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ hash >>> 12;
    }
}
