package dev.twinlog.store;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/// The piece of the index that is collected in memory: for each token the events that have it, as distances between
/// their ids. Much cheaper per token than a tree or a database, since most tokens were seen a moment ago. It grows as it
/// must; whoever fills it looks at {@link #full} between two events. Not for two threads at once.
final class PostingsBuffer {
    /// Different tokens that it is meant for.
    static final int TERMS_MAX = 200_000;
    /// Bytes of tokens and distances that it is meant for.
    static final int BYTES_MAX = 16 << 20;

    private static final int SLICE_HEAD = 8;
    private static final int SLICE_FIRST = 8;
    private static final int SLICE_MAX = 256;
    private static final int NONE = -1;

    private byte[] arena = new byte[1 << 20];
    private int arenaEnd;
    private byte[] pool = new byte[1 << 20];
    private int poolEnd;
    private int[] slots = new int[1 << 16];
    private int[] hashes = new int[1 << 14];
    private int[] starts = new int[1 << 14];
    private byte[] lengths = new byte[1 << 14];
    private int[] firsts = new int[1 << 14];
    private int[] lasts = new int[1 << 14];
    private int[] heads = new int[1 << 14];
    private int[] ends = new int[1 << 14];
    private int[] limits = new int[1 << 14];
    private int[] sizes = new int[1 << 14];
    private int terms;
    private long base;
    private int event;

    /// Begins with an event; ids ascend.
    void begin(long id) {
        if (base == 0) base = id;
        event = Math.toIntExact(id - base);
    }

    boolean isEmpty() {
        return terms == 0;
    }

    /// Whether it is time to write it out. An id too far from the first one fills it as well.
    boolean full(long nextId) {
        return terms >= TERMS_MAX
                || arenaEnd + poolEnd >= BYTES_MAX
                || base != 0 && nextId - base >= Integer.MAX_VALUE;
    }

    /// Adds a token of the event; again is the same as once.
    void add(byte[] token, int length) {
        int hash = hash(token, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        int term;
        while ((term = slots[slot] - 1) != NONE && !is(term, hash, token, length)) slot = slot + 1 & mask;
        if (term == NONE) create(slot, hash, token, length);
        else if (lasts[term] != event) follow(term);
    }

    private boolean is(int term, int hash, byte[] token, int length) {
        if (hashes[term] != hash || lengths[term] != length) return false;
        int start = starts[term];
        return Arrays.equals(arena, start, start + length, token, 0, length);
    }

    private void create(int slot, int hash, byte[] token, int length) {
        if (terms == starts.length) growTerms();
        if (arenaEnd + length > arena.length) arena = Arrays.copyOf(arena, 2 * arena.length);
        System.arraycopy(token, 0, arena, arenaEnd, length);
        int term = terms++;
        slots[slot] = term + 1;
        hashes[term] = hash;
        starts[term] = arenaEnd;
        lengths[term] = (byte) length;
        firsts[term] = event;
        lasts[term] = event;
        heads[term] = NONE;
        sizes[term] = 0;
        ends[term] = 0;
        limits[term] = 0;
        arenaEnd += length;
        if (terms > slots.length / 2) growSlots();
    }

    private void follow(int term) {
        int distance = event - lasts[term];
        lasts[term] = event;
        while (distance > 0x7F) {
            put(term, (byte) (distance & 0x7F | 0x80));
            distance >>>= 7;
        }
        put(term, (byte) distance);
    }

    /// Distances lie in slices that name the next one and their own size, each twice as long as the one before.
    private void put(int term, byte value) {
        if (ends[term] == limits[term]) slice(term);
        pool[ends[term]++] = value;
    }

    private void slice(int term) {
        int size = heads[term] == NONE ? SLICE_FIRST : Math.min(SLICE_MAX, 2 * sizes[term]);
        int start = poolEnd;
        poolEnd += SLICE_HEAD + size;
        if (poolEnd > pool.length) pool = Arrays.copyOf(pool, Math.max(poolEnd, 2 * pool.length));
        write(start, NONE);
        write(start + 4, size);
        if (heads[term] == NONE) heads[term] = start;
        else write(limits[term] - sizes[term] - SLICE_HEAD, start);
        sizes[term] = size;
        ends[term] = start + SLICE_HEAD;
        limits[term] = ends[term] + size;
    }

    private void write(int at, int value) {
        pool[at] = (byte) (value >> 24);
        pool[at + 1] = (byte) (value >> 16);
        pool[at + 2] = (byte) (value >> 8);
        pool[at + 3] = (byte) value;
    }

    private int read(int at) {
        return pool[at] << 24 | (pool[at + 1] & 0xFF) << 16 | (pool[at + 2] & 0xFF) << 8 | pool[at + 3] & 0xFF;
    }

    private void growTerms() {
        int size = 2 * terms;
        hashes = Arrays.copyOf(hashes, size);
        starts = Arrays.copyOf(starts, size);
        lengths = Arrays.copyOf(lengths, size);
        firsts = Arrays.copyOf(firsts, size);
        lasts = Arrays.copyOf(lasts, size);
        heads = Arrays.copyOf(heads, size);
        ends = Arrays.copyOf(ends, size);
        limits = Arrays.copyOf(limits, size);
        sizes = Arrays.copyOf(sizes, size);
    }

    private void growSlots() {
        int[] grown = new int[2 * slots.length];
        int mask = grown.length - 1;
        for (int term = 0; term < terms; term++) {
            int slot = hashes[term] & mask;
            while (grown[slot] != 0) slot = slot + 1 & mask;
            grown[slot] = term + 1;
        }
        slots = grown;
    }

    private static int hash(byte[] token, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) hash = hash * 31 + token[i];
        hash ^= hash >>> 15;
        hash *= 0x2c1b3c6d;
        return hash ^ hash >>> 12;
    }

    /// Tells every term in the order of its bytes, then forgets all.
    <E extends Exception> void drain(Postings.Sink<E> sink) throws E {
        int[] order = new int[terms];
        for (int i = 0; i < terms; i++) order[i] = i;
        IntArrays.quickSort(order, this::compare);
        var postings = new Postings();
        for (int term : order) {
            int start = starts[term];
            postings.set(arena, start, lengths[term], base + firsts[term], base + lasts[term]);
            for (int slice = heads[term]; slice != NONE; slice = read(slice)) {
                boolean last = read(slice) == NONE;
                int from = slice + SLICE_HEAD;
                postings.append(pool, from, last ? ends[term] - from : read(slice + 4));
            }
            sink.accept(postings);
        }
        clear();
    }

    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                arena, starts[one], starts[one] + lengths[one], arena, starts[other], starts[other] + lengths[other]);
    }

    /// Forgets all.
    void clear() {
        Arrays.fill(slots, 0);
        terms = 0;
        arenaEnd = 0;
        poolEnd = 0;
        base = 0;
    }
}
