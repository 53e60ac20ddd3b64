package dev.twinlog.sources.otlp;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A body that is sent as gzip (RFC 1952), inflated as it arrives, so that neither its packed form nor a
/// bomb is ever held. Stricter than the JDK's stream, which takes a member without its end, or bytes behind
/// the last one, for whole.
final class Gunzip implements Unpacking {
    private static final int INFLATED_PIECE_BYTES = 16 * 1024;
    private static final int TAIL_BYTES = 8;

    private enum Part {
        HEAD,
        DATA,
        TAIL
    }

    private final Pieces inflated;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] aside = new byte[OtlpLimits.GZIP_HEAD_BYTES_MAX];
    private Part part = Part.HEAD;
    private int asideFilled;
    private int members;

    Gunzip(Pieces inflated) {
        this.inflated = inflated;
    }

    static Refused malformed(String what) {
        return new Refused(Reason.MALFORMED, "the body is not the gzip that content-encoding says: " + what);
    }

    @Override
    public void take(byte[] piece, int from, int length) throws Refused, InterruptedException {
        int at = from;
        while (at < from + length) {
            int left = from + length - at;
            at += switch (part) {
                case HEAD -> head(piece, at);
                case DATA -> data(piece, at, left);
                case TAIL -> tail(piece, at);
            };
        }
    }

    /// Sets one byte of a head aside. Heads are short.
    private int head(byte[] piece, int at) throws Refused {
        if (asideFilled == aside.length) throw malformed("its head has more than " + aside.length + " bytes");
        aside[asideFilled++] = piece[at];
        if (GzipHead.length(aside, asideFilled) == GzipHead.MORE) return 1;
        if (++members > OtlpLimits.GZIP_MEMBERS_MAX)
            throw malformed("it has more than " + OtlpLimits.GZIP_MEMBERS_MAX + " members");
        asideFilled = 0;
        inflater.reset();
        crc.reset();
        part = Part.DATA;
        return 1;
    }

    private int data(byte[] piece, int at, int left) throws Refused, InterruptedException {
        inflater.setInput(piece, at, left);
        try {
            while (!inflater.finished() && !inflater.needsInput()) inflate();
        } catch (DataFormatException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        if (inflater.finished()) part = Part.TAIL;
        return left - inflater.getRemaining();
    }

    private void inflate() throws DataFormatException, Refused, InterruptedException {
        var out = new byte[INFLATED_PIECE_BYTES];
        int length = inflater.inflate(out);
        if (length == 0 && inflater.needsDictionary()) throw malformed("it needs a dictionary");
        crc.update(out, 0, length);
        inflated.take(out, 0, length);
    }

    /// Sets one byte of the tail aside: the checksum, and the length.
    private int tail(byte[] piece, int at) throws Refused {
        aside[asideFilled++] = piece[at];
        if (asideFilled < TAIL_BYTES) return 1;
        asideFilled = 0;
        if (word(0) != crc.getValue()) throw malformed("its checksum does not fit");
        if (word(4) != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) throw malformed("its length does not fit");
        part = Part.HEAD;
        return 1;
    }

    private long word(int at) {
        long word = 0;
        for (int i = 3; i >= 0; i--) word = word << 8 | aside[at + i] & 0xFF;
        return word;
    }

    @Override
    public byte[] end() throws Refused {
        if (part != Part.HEAD || asideFilled != 0 || members == 0) throw malformed("its end is missing");
        return inflated.end();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
