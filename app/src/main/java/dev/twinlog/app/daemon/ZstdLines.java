package dev.twinlog.app.daemon;

import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.twinlog.journal.FileChunkView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/// The bytes inside a zstd file, piece by piece. Such files are written whole by the agent and then never
/// change, so what was taken is kept until the frame is complete; of a damaged one nothing is kept.
final class ZstdLines {
    private static final int PIECE_BYTES = 1 << 20;

    private static final byte[] NOTHING = new byte[0];

    private byte[] packed = NOTHING;
    private long given;
    private boolean damaged;

    /// Takes the next piece and gives on what can be unpacked now.
    ///
    /// @return false when the bytes are no zstd, or damaged
    boolean take(FileChunkView piece, Consumer<byte[]> out) {
        if (damaged || piece.offset() != packed.length) return false;
        int before = packed.length;
        packed = Arrays.copyOf(packed, before + piece.kept());
        System.arraycopy(piece.payload(), piece.from(), packed, before, piece.kept());
        long passed = 0;
        try (var in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed)).setContinuous(true)) {
            for (var bytes = in.readNBytes(PIECE_BYTES); bytes.length > 0; bytes = in.readNBytes(PIECE_BYTES)) {
                long fresh = passed + bytes.length - given;
                passed += bytes.length;
                if (fresh <= 0) continue;
                out.accept(fresh == bytes.length ? bytes : tail(bytes, (int) fresh));
                given = passed;
            }
            return true;
        } catch (ZstdException | IOException e) {
            damaged = true;
            packed = NOTHING;
            return false;
        }
    }

    private static byte[] tail(byte[] bytes, int length) {
        var tail = new ByteArrayOutputStream(length);
        tail.write(bytes, bytes.length - length, length);
        return tail.toByteArray();
    }
}
