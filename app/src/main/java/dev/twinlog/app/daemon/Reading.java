package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.TranscriptFile;
import dev.twinlog.readers.TranscriptFile.Role;
import dev.twinlog.readers.TranscriptReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// One file being read: takes its pieces in the order of the journal and tells what is heard in them. Gives the same
/// for the same pieces, so that a file can be read again at any time.
final class Reading {
    /// Of a file that has meaning only as a whole no more than this is read; its bytes stay in the journal.
    static final int WHOLE_BYTES_MAX = 4 * 1024 * 1024;

    private final TranscriptFile file;
    private final Agent agent;
    private final long fileKey;
    private final TranscriptReader reader;
    private final LineAssembler lines = new LineAssembler();
    private final ZstdLines unpacked = new ZstdLines();
    private byte[] whole = new byte[0];
    private long next;

    Reading(TranscriptFile file, long fileKey, TranscriptReader reader) {
        this.file = file;
        this.agent = file.session().agent();
        this.fileKey = fileKey;
        this.reader = reader;
    }

    TranscriptFile file() {
        return file;
    }

    SessionId session() {
        return file.session();
    }

    /// The offset up to which pieces were taken without a hole.
    long next() {
        return next;
    }

    /// Takes a piece; one that was taken before tells nothing.
    void take(byte[] piece, long offset, long position, Consumer<Heard> out) {
        long end = offset + piece.length;
        if (end <= next) return;
        switch (file.role()) {
            case MAIN, SUBAGENT -> takeLines(piece, offset, position, out);
            case SUBAGENT_META, TOOL_RESULT -> takeWhole(piece, offset, position, out);
        }
        next = end;
    }

    /// Where reading must begin so that the next piece can be taken: the last piece that holds a newline, or the first
    /// where the file has meaning only as a whole.
    ///
    /// @param pieces taken before, by offset
    /// @param bytes  gives the bytes of one
    static <P> int resumeAt(TranscriptFile file, List<P> pieces, Function<P, byte[]> bytes) {
        boolean byLine = !file.zstd() && (file.role() == Role.MAIN || file.role() == Role.SUBAGENT);
        int at = byLine ? pieces.size() - 1 : 0;
        while (at > 0) {
            var piece = bytes.apply(pieces.get(at));
            if (Newlines.next(piece, 0, piece.length) >= 0) return at;
            at--;
        }
        return Math.max(0, at);
    }

    private void takeLines(byte[] piece, long offset, long position, Consumer<Heard> out) {
        if (file.zstd()) {
            if (!unpacked.take(piece, offset, chunk -> split(chunk, lines.next(), position, out)))
                out.accept(unreadable(new RawPlace(position, offset, piece.length), Unreadable.Reason.NOT_JSON));
        } else split(piece, offset, position, out);
    }

    private void split(byte[] piece, long offset, long position, Consumer<Heard> out) {
        long tooLong = lines.tooLong();
        lines.take(piece, offset, position, (bytes, from, to, lineOffset, linePosition) -> reader.line(
                bytes,
                from,
                to,
                new LineContext(file, fileKey, new RawPlace(linePosition, lineOffset, to - from)),
                out));
        if (lines.tooLong() > tooLong)
            out.accept(unreadable(new RawPlace(position, offset, piece.length), Unreadable.Reason.TOO_LONG));
    }

    private void takeWhole(byte[] piece, long offset, long position, Consumer<Heard> out) {
        if (offset != whole.length || whole.length >= WHOLE_BYTES_MAX) return;
        int length = Math.min(piece.length, WHOLE_BYTES_MAX - whole.length);
        whole = Arrays.copyOf(whole, whole.length + length);
        System.arraycopy(piece, 0, whole, (int) offset, length);
        reader.whole(whole, new LineContext(file, fileKey, new RawPlace(position, 0, whole.length)), out);
    }

    private Unreadable unreadable(RawPlace raw, Unreadable.Reason reason) {
        return new Unreadable(file.session(), agent, reason, raw);
    }
}
