package dev.twinlog.journal;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/// Records and bytes of one segment by class. Written by one thread at a time, read by any.
final class Tally {
    private static final RecordClass[] CLASSES = RecordClass.values();
    static final int BYTES = CLASSES.length * 3 * Long.BYTES;

    private final AtomicLongArray sums = new AtomicLongArray(CLASSES.length * 3);

    void add(Frame frame) {
        if (frame.tombstone()) return;
        int at = frame.kind().ordinal() * 3;
        sums.getAndIncrement(at);
        sums.getAndAdd(at + 1, frame.rawLength());
        sums.getAndAdd(at + 2, frame.bytes());
    }

    Journal.Space space(RecordClass kind) {
        int at = kind.ordinal() * 3;
        return new Journal.Space(sums.get(at), sums.get(at + 1), sums.get(at + 2));
    }

    void write(ByteBuffer to) {
        for (int i = 0; i < sums.length(); i++) to.putLong(sums.get(i));
    }

    static Tally read(ByteBuffer from) {
        var tally = new Tally();
        for (int i = 0; i < tally.sums.length(); i++) tally.sums.set(i, from.getLong());
        return tally;
    }
}
