package dev.twinlog.readers;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/// The 64 bits that stand for an id or for bytes: XXH3-64, with 0 replaced by 1 since 0 means absent.
public final class Hash64 {
    /// What stands for an id that is not there.
    public static final long ABSENT = 0;

    private static final byte[] BAR = {'|'};

    private Hash64() {}

    /// Of an id's UTF-8 bytes.
    public static long of(String id) {
        return of(id.getBytes(StandardCharsets.UTF_8));
    }

    public static long of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static long of(byte[] bytes, int from, int to) {
        return present(Hashing.xxh3_64().hashBytesToLong(bytes, from, to - from));
    }

    /// Of two runs of bytes with `|` between them.
    public static long ofPair(byte[] bytes, int from, int to, byte[] others, int othersFrom, int othersTo) {
        return present(Hashing.xxh3_64()
                .hashStream()
                .putBytes(bytes, from, to - from)
                .putBytes(BAR, 0, 1)
                .putBytes(others, othersFrom, othersTo - othersFrom)
                .getAsLong());
    }

    /// Of two numbers.
    public static long of(long one, long other) {
        return present(Hashing.xxh3_64().hashLongLongToLong(one, other));
    }

    private static long present(long hash) {
        return hash == ABSENT ? 1 : hash;
    }
}
