package dev.twinlog.app.daemon.lines;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.twinlog.journal.FileChunkView;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The bytes inside a zstd file, piece by piece, with no more memory than its window, which the library bounds to 128
/// MiB:
/// what was unpacked is given on and forgotten. A damaged file gives nothing more.
final class ZstdLines {
    /// What unpacks to more than this is a bomb, not a transcript.
    static final long UNPACKED_BYTES_MAX = 16L << 30;

    private static final int PACKED_BYTES = 64 << 10;
    private static final int UNPACKED_BYTES = 256 << 10;
    private static final Cleaner CLEANER = Cleaner.create();

    private final long unpackedMax;
    private @Nullable Unpacker unpacker;
    private long taken;
    private long unpacked;
    private boolean damaged;

    ZstdLines() {
        this(UNPACKED_BYTES_MAX);
    }

    ZstdLines(long unpackedMax) {
        this.unpackedMax = unpackedMax;
    }

    /// The memory of a frame that is not complete yet. A file that nobody reads on is forgotten without a word, and
    /// with it this.
    private static final class Unpacker {
        final ZstdDecompressCtx context = new ZstdDecompressCtx();
        final ByteBuffer in = ByteBuffer.allocateDirect(PACKED_BYTES);
        final ByteBuffer out = ByteBuffer.allocateDirect(UNPACKED_BYTES);
        final Cleaner.Cleanable end;

        Unpacker(ZstdLines owner) {
            var ours = context;
            end = CLEANER.register(owner, ours::close);
        }
    }

    /// Whether a piece could not be unpacked, after which none is.
    boolean isDamaged() {
        return damaged;
    }

    /// Takes the next piece and gives on what can be unpacked now.
    ///
    /// @return false when the bytes are no zstd, damaged, or too many
    boolean take(FileChunkView piece, Consumer<byte[]> out) {
        if (damaged || piece.offset() != taken) return false;
        taken += piece.length();
        try {
            for (int at = piece.from(); at < piece.to() && !damaged; at += PACKED_BYTES)
                damaged = !take(piece.payload(), at, Math.min(PACKED_BYTES, piece.to() - at), out);
        } catch (ZstdException e) {
            damaged = true;
        }
        if (damaged) close();
        return !damaged;
    }

    private boolean take(byte[] bytes, int from, int length, Consumer<byte[]> out) {
        var open = unpacker == null ? unpacker = new Unpacker(this) : unpacker;
        open.in.clear().put(bytes, from, length).flip();
        boolean complete = false;
        boolean more = true;
        while (more) {
            open.out.clear();
            complete = open.context.decompressDirectByteBufferStream(open.out, open.in);
            more = open.in.hasRemaining() || !complete && !open.out.hasRemaining();
            unpacked += open.out.position();
            if (unpacked > unpackedMax) return false;
            pass(open.out.flip(), out);
        }
        if (complete) close();
        return true;
    }

    private static void pass(ByteBuffer unpacked, Consumer<byte[]> out) {
        if (!unpacked.hasRemaining()) return;
        var bytes = new byte[unpacked.remaining()];
        unpacked.get(bytes);
        out.accept(bytes);
    }

    private void close() {
        if (unpacker != null) unpacker.end.clean();
        unpacker = null;
    }
}
