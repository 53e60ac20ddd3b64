package dev.twinlog.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The head of a record on disk: what stands before its stored bytes. It carries its own position, so that a
/// frame is recognised wherever it lies, and a stale or misplaced block is never taken for another record.
///
/// @param position     where it begins in the journal
/// @param code         the class of the record, by {@link #code(RecordClass)}, or {@link #TOMBSTONE}
/// @param codec        {@link #PLAIN} or {@link #ZSTD}
/// @param storedLength bytes that follow this head
/// @param rawLength    bytes of the payload as appended
/// @param crc          CRC32C of the head before this field and of the stored bytes
record Frame(long position, byte code, byte codec, int storedLength, int rawLength, int crc) {
    static final int HEAD_BYTES = 24;
    static final short MAGIC = (short) 0xA57F;
    static final byte PLAIN = 0;
    static final byte ZSTD = 1;

    /// The class of a frame that stands for records that expired.
    static final byte TOMBSTONE = 127;

    private static final RecordClass[] CLASSES = RecordClass.values();
    private static final int CRC_AT = 20;

    /// The frame of stored bytes, sealed by their checksum.
    static Frame of(long position, byte code, byte codec, byte[] stored, int storedLength, int rawLength) {
        var open = new Frame(position, code, codec, storedLength, rawLength, 0);
        var head = new byte[HEAD_BYTES];
        open.write(ByteBuffer.wrap(head));
        return new Frame(position, code, codec, storedLength, rawLength, crc(head, 0, stored, storedLength));
    }

    void write(ByteBuffer to) {
        to.putShort(MAGIC).put(code).put(codec).putInt(storedLength).putInt(rawLength);
        to.putLong(position).putInt(crc);
    }

    /// The frame of a head, or null when these bytes cannot be one.
    static @Nullable Frame read(byte[] bytes, int at) {
        var head = ByteBuffer.wrap(bytes, at, HEAD_BYTES);
        if (head.getShort() != MAGIC) return null;
        byte code = head.get();
        byte codec = head.get();
        int stored = head.getInt();
        int raw = head.getInt();
        if (!known(code) || codec < PLAIN || codec > ZSTD || stored < 0 || raw < stored) return null;
        if (codec == PLAIN && raw != stored) return null;
        return new Frame(head.getLong(), code, codec, stored, raw, head.getInt());
    }

    /// Whether head and stored bytes are what was written.
    boolean sound(byte[] head, int headAt, byte[] stored) {
        return crc(head, headAt, stored, storedLength) == crc;
    }

    private static int crc(byte[] head, int headAt, byte[] stored, int storedLength) {
        var crc = new CRC32C();
        crc.update(head, headAt, CRC_AT);
        crc.update(stored, 0, storedLength);
        return (int) crc.getValue();
    }

    /// Bytes on disk, head included; positions grow by as much.
    int bytes() {
        return HEAD_BYTES + storedLength;
    }

    /// The position after it.
    long next() {
        return position + bytes();
    }

    boolean tombstone() {
        return code == TOMBSTONE;
    }

    /// The class of the record; not for a tombstone.
    RecordClass kind() {
        return CLASSES[code - 1];
    }

    /// The number that stands for a class on disk. A number once given is never given again.
    static byte code(RecordClass kind) {
        return switch (kind) {
            case TRANSCRIPT -> 1;
            case CONTROL -> 2;
            case OTLP_LOGS -> 3;
            case OTLP_TRACES -> 4;
            case OTLP_METRICS -> 5;
            case STREAM -> 6;
        };
    }

    private static boolean known(byte code) {
        return code == TOMBSTONE || code >= 1 && code <= CLASSES.length;
    }
}
