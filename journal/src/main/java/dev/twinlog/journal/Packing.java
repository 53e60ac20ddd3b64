package dev.twinlog.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// How payloads become stored bytes and back: zstd where that is smaller, else plain. Contexts and buffers
/// are kept for the next caller. Safe for use by many threads.
final class Packing implements AutoCloseable {
    /// Shorter payloads are stored plain.
    static final int ZSTD_BYTES_MIN = 1024;

    /// The level that costs least.
    static final int LEVEL = 1;

    /// Contexts and buffers kept for reuse; more are made and dropped when more threads pack at once.
    static final int KEPT_MAX = 4;

    /// The largest buffer that is kept.
    static final int KEPT_BYTES_MAX = 5 << 20;

    private final Queue<Packer> packers = new ArrayBlockingQueue<>(KEPT_MAX);
    private final Queue<ZstdDecompressCtx> unpackers = new ArrayBlockingQueue<>(KEPT_MAX);

    /// Stored bytes of a payload; given back when closed.
    final class Packed implements AutoCloseable {
        private final Packer packer;
        private final byte[] bytes;
        private final int length;
        private final byte codec;

        private Packed(Packer packer, byte[] bytes, int length, byte codec) {
            this.packer = packer;
            this.bytes = bytes;
            this.length = length;
            this.codec = codec;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        byte codec() {
            return codec;
        }

        @Override
        public void close() {
            if (packer.out.length > KEPT_BYTES_MAX || !packers.offer(packer)) packer.close();
        }
    }

    Packed pack(byte[] payload) {
        var kept = packers.poll();
        var packer = kept == null ? new Packer() : kept;
        if (payload.length < ZSTD_BYTES_MIN) return new Packed(packer, payload, payload.length, Frame.PLAIN);
        int length = packer.compress(payload);
        return length < payload.length
                ? new Packed(packer, packer.out, length, Frame.ZSTD)
                : new Packed(packer, payload, payload.length, Frame.PLAIN);
    }

    /// The payload of stored bytes.
    ///
    /// @throws CorruptRecordException when they are not what the frame says
    byte[] unpack(Frame frame, byte[] stored) throws CorruptRecordException {
        var payload = new byte[frame.rawLength()];
        if (frame.codec() == Frame.PLAIN) {
            System.arraycopy(stored, 0, payload, 0, payload.length);
            return payload;
        }
        var kept = unpackers.poll();
        var unpacker = kept == null ? new ZstdDecompressCtx() : kept;
        try {
            int length = unpacker.decompressByteArray(payload, 0, payload.length, stored, 0, frame.storedLength());
            if (length == payload.length) return payload;
            throw new CorruptRecordException("the record at position " + frame.position() + " unpacks to " + length
                    + " bytes, not " + payload.length);
        } catch (ZstdException e) {
            throw new CorruptRecordException("the record at position " + frame.position() + " does not unpack: " + e);
        } finally {
            if (!unpackers.offer(unpacker)) unpacker.close();
        }
    }

    @Override
    public void close() {
        for (var packer = packers.poll(); packer != null; packer = packers.poll()) packer.close();
        for (var unpacker = unpackers.poll(); unpacker != null; unpacker = unpackers.poll()) unpacker.close();
    }

    private static final class Packer implements AutoCloseable {
        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);
        private byte[] out = new byte[0];

        int compress(byte[] payload) {
            int bound = (int) Zstd.compressBound(payload.length);
            if (out.length < bound) out = new byte[bound];
            return context.compressByteArray(out, 0, out.length, payload, 0, payload.length);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
