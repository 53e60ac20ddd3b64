package dev.twinlog.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The stored bytes of an event's body: a marker byte, then the body as it is or as one zstd frame. Not for two
/// threads at once.
final class BodyPacking implements AutoCloseable {
    /// Shorter bodies are stored as they are: compressing them saves little and costs a call each.
    static final int COMPRESSED_FROM_BYTES = 2048;
    /// A frame that claims more is damage, not a body.
    static final long BODY_BYTES_MAX = 64L << 20;

    private static final byte PLAIN = 0;
    private static final byte ZSTD = 1;
    private static final int LEVEL = 1;

    private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(LEVEL);

    byte[] pack(byte[] body) {
        return body.length < COMPRESSED_FROM_BYTES ? plain(body) : compressed(body);
    }

    private byte[] compressed(byte[] body) {
        var packed = new byte[1 + (int) Zstd.compressBound(body.length)];
        packed[0] = ZSTD;
        int length = compressor.compressByteArray(packed, 1, packed.length - 1, body, 0, body.length);
        return length < body.length ? Arrays.copyOf(packed, 1 + length) : plain(body);
    }

    private static byte[] plain(byte[] body) {
        var packed = new byte[1 + body.length];
        packed[0] = PLAIN;
        System.arraycopy(body, 0, packed, 1, body.length);
        return packed;
    }

    /// The body of stored bytes.
    ///
    /// @throws StoreException when they are damaged
    static byte[] unpack(byte[] packed) {
        if (packed.length == 0) throw damaged("empty", null);
        return switch (packed[0]) {
            case PLAIN -> Arrays.copyOfRange(packed, 1, packed.length);
            case ZSTD -> decompressed(packed);
            default -> throw damaged("marker " + packed[0], null);
        };
    }

    /// How long the body of stored bytes is, as they tell it; {@link #unpack} finds out whether that is so.
    static long length(byte[] packed) {
        if (packed.length == 0 || packed[0] != ZSTD) return Math.max(0, packed.length - 1);
        return Zstd.getFrameContentSize(packed, 1, packed.length - 1);
    }

    private static byte[] decompressed(byte[] packed) {
        try {
            long length = Zstd.getFrameContentSize(packed, 1, packed.length - 1);
            if (length <= 0 || length > BODY_BYTES_MAX) throw damaged("length " + length, null);
            var body = new byte[(int) length];
            long written = Zstd.decompressByteArray(body, 0, body.length, packed, 1, packed.length - 1);
            if (written != length) throw damaged("it holds " + written + " of " + length + " bytes", null);
            return body;
        } catch (ZstdException | IndexOutOfBoundsException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private static StoreException damaged(String how, @Nullable Throwable cause) {
        var message = "an event's body is damaged (" + how + "); `twinlog rebuild` makes the store anew";
        return cause == null ? new StoreException(message) : new StoreException(message, cause);
    }

    @Override
    public void close() {
        compressor.close();
    }
}
