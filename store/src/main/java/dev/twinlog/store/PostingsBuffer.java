package dev.twinlog.store;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The piece of the index that is collected in memory: for each token the events that have it, as distances
/// between their ids. Much cheaper per token than a tree or a database, since most tokens were seen a moment
/// ago. It grows as it must; whoever fills it looks at {@link #full} between two events. Not for two threads
/// at once.
final class PostingsBuffer {
    /// Different tokens that it is meant for.
    static final int TERMS_MAX = 200_000;
    /// Bytes of tokens and distances that it is meant for.
    static final int BYTES_MAX = 16 << 20;

    private static final int SLICE_HEAD = 8;
    private static final int SLICE_TAIL = 4;
    private static final int SLICE_FIRST = 8;
    private static final int SLICE_MAX = 256;
    private static final int NONE = -1;

    /// The numbers of a term lie side by side, so that a look at one costs one line of cache: the first eight
    /// bytes of its token (zeros behind a shorter one; a token has none), where the token starts, behind a byte
    /// with its length, the first and the last event, the first slice, and where the last slice goes on and ends.
    private static final int NUMBERS = 8;
    private static final int UPPER = 0;
    private static final int LOWER = 1;
    private static final int START = 2;
    private static final int FIRST = 3;
    private static final int LAST = 4;
    private static final int HEAD = 5;
    private static final int END = 6;
    private static final int LIMIT = 7;

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int ROOM_FIRST = 1 << 20;
    private static final int SLOTS_FIRST = 1 << 16;
    private static final int TERMS_FIRST = 1 << 14;

    /// Tokens looked up together. One look-up mostly waits for memory; many that do not depend on each other wait
    /// together.
    private static final int TOGETHER = 64;

    private static final int TOKEN_ROOM = 128 + Long.BYTES;

    private final byte[] tokens = new byte[TOGETHER * TOKEN_ROOM];
    private final int[] lengths = new int[TOGETHER];
    private final int[] hashes = new int[TOGETHER];
    private final int[] guesses = new int[TOGETHER];
    private int waiting;
    private byte[] arena = new byte[ROOM_FIRST];
    private int arenaEnd;
    private byte[] pool = new byte[ROOM_FIRST];
    private int poolEnd;
    private int[] slots = new int[SLOTS_FIRST];
    private int[] numbers = new int[NUMBERS * TERMS_FIRST];
    private int terms;
    private long base;
    private int event;

    /// Begins with an event; ids ascend.
    void begin(long id) {
        lookUp();
        if (base == 0) base = id;
        event = Math.toIntExact(id - base);
    }

    boolean isEmpty() {
        return terms == 0 && waiting == 0;
    }

    /// Whether it is time to write it out. An id too far from the first one fills it as well.
    boolean full(long nextId) {
        lookUp();
        return terms >= TERMS_MAX || arenaEnd + poolEnd >= BYTES_MAX || base != 0 && nextId - base >= Integer.MAX_VALUE;
    }

    /// Adds a token of the event; again is the same as once.
    ///
    /// @param token  one without zeros, in an array with eight bytes more than it has
    /// @param length of it, 1 to 127
    void add(byte[] token, int length) {
        System.arraycopy(token, 0, tokens, waiting * TOKEN_ROOM, length + Long.BYTES);
        lengths[waiting] = length;
        hashes[waiting] = hash(head(token, 0, length), token, 0, length);
        if (++waiting == TOGETHER) lookUp();
    }

    private void lookUp() {
        int mask = slots.length - 1;
        for (int i = 0; i < waiting; i++) guesses[i] = slots[hashes[i] & mask];
        for (int i = 0; i < waiting; i++)
            if (guesses[i] != 0) guesses[i] = numbers[(guesses[i] - 1) * NUMBERS + LAST]; // brings it near
        for (int i = 0; i < waiting; i++) lookUp(i * TOKEN_ROOM, lengths[i], hashes[i]);
        waiting = 0;
    }

    private void lookUp(int token, int length, int hash) {
        long head = head(tokens, token, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        int term;
        while ((term = slots[slot] - 1) != NONE && !is(term * NUMBERS, head, token, length)) slot = slot + 1 & mask;
        if (term == NONE) create(slot, head, token, length);
        else if (numbers[term * NUMBERS + LAST] != event) follow(term * NUMBERS);
    }

    /// Up to eight bytes from a place on, as a number that compares as they do.
    private static long head(byte[] bytes, int from, int length) {
        long word = (long) WORDS.get(bytes, from);
        return length >= Long.BYTES ? word : word & -1L << Byte.SIZE * (Long.BYTES - length);
    }

    private long head(int at) {
        return (long) numbers[at + UPPER] << Integer.SIZE | numbers[at + LOWER] & 0xFFFFFFFFL;
    }

    private int start(int at) {
        return numbers[at + START];
    }

    private int length(int at) {
        return arena[start(at) - 1];
    }

    private boolean is(int at, long head, int token, int length) {
        if (head(at) != head) return false;
        if (length < Long.BYTES) return true;
        int start = start(at);
        return length(at) == length
                && Arrays.equals(arena, start + Long.BYTES, start + length, tokens, token + Long.BYTES, token + length);
    }

    private void create(int slot, long head, int token, int length) {
        int at = terms * NUMBERS;
        if (at == numbers.length) numbers = Arrays.copyOf(numbers, 2 * at);
        if (arenaEnd + 1 + length + Long.BYTES > arena.length) arena = Arrays.copyOf(arena, 2 * arena.length);
        arena[arenaEnd++] = (byte) length;
        System.arraycopy(tokens, token, arena, arenaEnd, length);
        slots[slot] = ++terms;
        numbers[at + UPPER] = (int) (head >>> Integer.SIZE);
        numbers[at + LOWER] = (int) head;
        numbers[at + START] = arenaEnd;
        numbers[at + FIRST] = event;
        numbers[at + LAST] = event;
        numbers[at + HEAD] = NONE;
        numbers[at + END] = 0;
        numbers[at + LIMIT] = 0;
        arenaEnd += length;
        if (terms > slots.length / 2) growSlots();
    }

    private void follow(int at) {
        int distance = event - numbers[at + LAST];
        numbers[at + LAST] = event;
        while (distance > 0x7F) {
            put(at, (byte) (distance & 0x7F | 0x80));
            distance >>>= 7;
        }
        put(at, (byte) distance);
    }

    private void put(int at, byte value) {
        if (numbers[at + END] == numbers[at + LIMIT]) slice(at);
        pool[numbers[at + END]++] = value;
    }

    /// Distances lie in slices, each twice as long as the one before. A slice begins with where the next one
    /// is and with its own size, and ends with its size again, so that it is found from its end.
    private void slice(int at) {
        int limit = numbers[at + LIMIT];
        int before = limit == 0 ? 0 : read(limit);
        int size = limit == 0 ? SLICE_FIRST : Math.min(SLICE_MAX, 2 * before);
        int start = poolEnd;
        poolEnd += SLICE_HEAD + size + SLICE_TAIL;
        if (poolEnd > pool.length) pool = Arrays.copyOf(pool, Math.max(poolEnd, 2 * pool.length));
        write(start, NONE);
        write(start + 4, size);
        write(start + SLICE_HEAD + size, size);
        if (limit == 0) numbers[at + HEAD] = start;
        else write(limit - before - SLICE_HEAD, start);
        numbers[at + END] = start + SLICE_HEAD;
        numbers[at + LIMIT] = start + SLICE_HEAD + size;
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

    private void growSlots() {
        int[] grown = new int[2 * slots.length];
        int mask = grown.length - 1;
        for (int term = 0; term < terms; term++) {
            int at = term * NUMBERS;
            int slot = hash(head(at), arena, start(at), length(at)) & mask;
            while (grown[slot] != 0) slot = slot + 1 & mask;
            grown[slot] = term + 1;
        }
        slots = grown;
    }

    private static int hash(long head, byte[] bytes, int from, int length) {
        long hash = (head ^ length) * MIX;
        for (int done = Long.BYTES; done < length; done += Long.BYTES)
            hash = (hash ^ hash >>> 29 ^ head(bytes, from + done, length - done)) * MIX;
        return (int) (hash >>> Integer.SIZE);
    }

    /// Tells every term in the order of its bytes, then forgets all.
    <E extends Exception> void drain(Postings.Sink<E> sink) throws E {
        lookUp();
        int[] order = new int[terms];
        for (int i = 0; i < terms; i++) order[i] = i;
        IntArrays.quickSort(order, this::compare);
        var postings = new Postings();
        for (int term : order) {
            int at = term * NUMBERS;
            postings.set(arena, start(at), length(at), base + numbers[at + FIRST], base + numbers[at + LAST]);
            for (int slice = numbers[at + HEAD]; slice != NONE; slice = read(slice)) {
                int from = slice + SLICE_HEAD;
                boolean last = read(slice) == NONE;
                postings.append(pool, from, last ? numbers[at + END] - from : read(slice + 4));
            }
            sink.accept(postings);
        }
        clear();
    }

    private int compare(int one, int other) {
        int a = one * NUMBERS;
        int b = other * NUMBERS;
        int heads = Long.compareUnsigned(head(a), head(b));
        return heads != 0
                ? heads
                : Arrays.compareUnsigned(arena, start(a), start(a) + length(a), arena, start(b), start(b) + length(b));
    }

    /// Forgets all.
    void clear() {
        waiting = 0;
        Arrays.fill(slots, 0);
        terms = 0;
        arenaEnd = 0;
        poolEnd = 0;
        base = 0;
    }

    /// Bytes of memory that it holds.
    long room() {
        return arena.length + pool.length + (long) Integer.BYTES * (slots.length + numbers.length);
    }

    /// Gives back the room that it grew to; only when it is empty.
    ///
    /// @return whether it had grown
    boolean shrink() {
        lookUp();
        if (!isEmpty()) throw new IllegalStateException("it holds " + terms + " terms");
        if (numbers.length == NUMBERS * TERMS_FIRST && pool.length == ROOM_FIRST && arena.length == ROOM_FIRST)
            return false;
        arena = new byte[ROOM_FIRST];
        pool = new byte[ROOM_FIRST];
        slots = new int[SLOTS_FIRST];
        numbers = new int[NUMBERS * TERMS_FIRST];
        return true;
    }
}
