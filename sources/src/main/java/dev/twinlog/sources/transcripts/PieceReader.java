package dev.twinlog.sources.transcripts;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.twinlog.journal.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Reads new bytes of files and cuts them into pieces. For one thread: all files share its one buffer.
final class PieceReader {
    /// How a read ended.
    enum End {
        /// Everything up to the size known is captured.
        AT_END,
        /// Stopped between two pieces, for something more urgent.
        YIELDED,
        /// The bytes before the new ones are no longer what they were.
        REWRITTEN
    }

    /// Takes the pieces of one file in order.
    interface Taker {
        void take(TrackedFile file, FileId id, long offset, byte[] piece) throws JournalRefusal;

        /// Whether to go on to the next piece.
        boolean goOn();
    }

    private static final int BLOCK_BYTES = 8 << 10;

    private final ByteBuffer buffer;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final int pieceBytesMax;
    private boolean ended;
    private long bytesRead;
    private long bytesVerified;

    PieceReader(int pieceBytesMax) {
        this.pieceBytesMax = pieceBytesMax;
        int most = Math.max(pieceBytesMax, FileId.GENERATION_BYTES_MAX);
        buffer = ByteBuffer.allocateDirect(most + TrackedFile.SEAM_BYTES_MAX);
    }

    /// Reads a file from where it was captured up to the size in its stamp. At least one piece is taken when
    /// there is one.
    End read(FileChannel channel, TrackedFile file, Stamp now, Taker taker) throws IOException, JournalRefusal {
        if (!sameFirstBytes(channel, file)) return End.REWRITTEN;
        int seam = file.seamBytes();
        buffer.clear();
        long at = file.captured() - seam;
        at += fill(channel, at, now.size(), seam + pieceBytesMax);
        if (buffer.position() < seam || (seam > 0 && hash(seam) != file.seam())) return End.REWRITTEN;
        bytesVerified += seam;
        bytesRead += buffer.position() - seam;
        keepFrom(seam);
        while (buffer.position() > 0) {
            int cut = cut(file.name.form());
            pass(file, now, cut, taker);
            keepFrom(cut);
            if (ended && buffer.position() == 0) break;
            if (!taker.goOn()) return End.YIELDED;
            int more = ended ? 0 : fill(channel, at, now.size(), pieceBytesMax);
            at += more;
            bytesRead += more;
        }
        return End.AT_END;
    }

    private boolean sameFirstBytes(FileChannel channel, TrackedFile file) throws IOException {
        var id = file.id();
        if (id == null) return true;
        buffer.clear();
        fill(channel, 0, id.generationBytes(), id.generationBytes());
        bytesVerified += buffer.position();
        return buffer.position() == id.generationBytes() && hash(id.generationBytes()) == id.generation();
    }

    /// Reads behind what the buffer holds, until it holds so many bytes or the file's offset `until` is
    /// reached; then, as at the file's end, the read has ended.
    private int fill(FileChannel channel, long at, long until, int most) throws IOException {
        int before = buffer.position();
        buffer.limit((int) Math.min(most, before + Math.max(0, until - at)));
        ended = false;
        while (buffer.hasRemaining() && !ended) ended = channel.read(buffer, at + buffer.position() - before) < 0;
        int got = buffer.position() - before;
        if (at + got >= until) ended = true;
        buffer.limit(buffer.capacity());
        return got;
    }

    /// Where the next piece ends: after the last newline; without one, at the end.
    private int cut(WatchedName.Form form) {
        int end = buffer.position();
        return switch (form) {
            case BYTES, DOCUMENT -> end;
            case LINES -> {
                int cut = afterLastNewline(end);
                yield cut > 0 ? cut : end;
            }
        };
    }

    /// Looks through a copy, block by block: a byte from outside the heap costs much more than one from inside.
    private int afterLastNewline(int end) {
        for (int blockEnd = end; blockEnd > 0; blockEnd -= block.length) {
            int from = Math.max(0, blockEnd - block.length);
            buffer.get(from, block, 0, blockEnd - from);
            for (int at = blockEnd - from; at > 0; at--) if (block[at - 1] == '\n') return from + at;
        }
        return 0;
    }

    private void pass(TrackedFile file, Stamp now, int cut, Taker taker) throws JournalRefusal {
        var piece = new byte[cut];
        buffer.get(0, piece);
        var id = file.id();
        taker.take(file, id == null ? file.begin(first(piece), now) : id, file.captured(), piece);
    }

    /// The first bytes of the file: more than its first piece, when that is short.
    private byte[] first(byte[] piece) {
        if (piece.length >= FileId.GENERATION_BYTES_MAX) return piece;
        var first = new byte[Math.min(buffer.position(), FileId.GENERATION_BYTES_MAX)];
        buffer.get(0, first);
        return first;
    }

    private void keepFrom(int from) {
        buffer.flip().position(from);
        buffer.compact();
    }

    private long hash(int length) {
        var bytes = new byte[length];
        buffer.get(0, bytes);
        return Hashing.xxh3_64().hashBytesToLong(bytes);
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesVerified() {
        return bytesVerified;
    }
}
