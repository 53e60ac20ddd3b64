package dev.twinlog.otlp;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// 256 bits that stand for a record: a SHA-256.
///
/// @param first the first of its four longs, and so on
public record RecordIdentity(long first, long second, long third, long fourth) {
    static RecordIdentity of(byte[] sha256) {
        var bytes = ByteBuffer.wrap(sha256);
        return new RecordIdentity(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /// 64 bits of it, never 0.
    public long shortened() {
        return first == 0 ? 1 : first;
    }

    /// 64 hexadecimal digits.
    @Override
    public String toString() {
        var hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
