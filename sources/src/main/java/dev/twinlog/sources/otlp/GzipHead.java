package dev.twinlog.sources.otlp;

/// The head of a gzip member (RFC 1952, 2.3): where it ends.
final class GzipHead {
    /// What is returned as long as more bytes are needed.
    static final int MORE = -1;

    private static final int FIXED_BYTES = 10;
    private static final int DEFLATE = 8;
    private static final int HEAD_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private GzipHead() {}

    /// The length of the head that these bytes begin with, or {@link #MORE}.
    ///
    /// @throws Refused when they begin no member
    static int length(byte[] bytes, int filled) throws Refused {
        checkMagic(bytes, filled);
        if (filled < FIXED_BYTES) return MORE;
        int flags = bytes[3];
        if ((flags & RESERVED) != 0) throw Gunzip.malformed("flags are set that gzip does not have");
        int at = FIXED_BYTES;
        if ((flags & EXTRA) != 0) {
            if (filled < at + 2) return MORE;
            at += 2 + (bytes[at] & 0xFF) + ((bytes[at + 1] & 0xFF) << 8);
        }
        if ((flags & NAME) != 0) at = afterZero(bytes, filled, at);
        if ((flags & COMMENT) != 0) at = afterZero(bytes, filled, at);
        if (at == MORE) return MORE;
        if ((flags & HEAD_CRC) != 0) at += 2;
        return at <= filled ? at : MORE;
    }

    private static void checkMagic(byte[] bytes, int filled) throws Refused {
        if (filled > 0 && bytes[0] != 0x1f || filled > 1 && bytes[1] != (byte) 0x8b)
            throw Gunzip.malformed("these bytes are no gzip");
        if (filled > 2 && bytes[2] != DEFLATE) throw Gunzip.malformed("its method is not deflate");
    }

    private static int afterZero(byte[] bytes, int filled, int from) {
        if (from == MORE) return MORE;
        for (int at = from; at < filled; at++) if (bytes[at] == 0) return at + 1;
        return MORE;
    }
}
