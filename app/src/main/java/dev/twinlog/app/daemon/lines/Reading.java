package dev.twinlog.app.daemon.lines;

import dev.twinlog.journal.FileChunkView;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Heard;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.Unreadable;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.TranscriptFile;
import dev.twinlog.readers.TranscriptFile.Role;
import dev.twinlog.readers.TranscriptReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One file being read: takes its pieces in the order of the journal and tells what is heard in them. Gives
/// the same for the same pieces, so that a file can be read again at any time.
public final class Reading {
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
    private long known;
    private boolean passing;

    Reading(TranscriptFile file, long fileKey, TranscriptReader reader) {
        this.file = file;
        this.agent = file.session().agent();
        this.fileKey = fileKey;
        this.reader = reader;
    }

    /// Which file it is.
    public TranscriptFile file() {
        return file;
    }

    /// The key of the file.
    public long fileKey() {
        return fileKey;
    }

    /// The session that the file belongs to.
    public SessionId session() {
        return file.session();
    }

    /// Takes a piece; one that was taken before tells nothing.
    ///
    /// @param position of its record in the journal
    public void take(FileChunkView piece, long position, Consumer<Heard> out) {
        long end = piece.offset() + piece.length();
        if (end <= next) return;
        if (piece.offset() > next) tellLost(piece.offset(), position, out);
        switch (file.role()) {
            case MAIN, SUBAGENT -> takeLines(piece, position, out);
            case SUBAGENT_META, TOOL_RESULT -> takeWhole(piece, position, out);
        }
        next = end;
    }

    /// Begins at an offset: what is before it was heard already.
    void resume(long offset) {
        next = offset;
    }

    /// Takes a piece that was heard already: only what it leaves for the next piece matters.
    void pass(FileChunkView piece, long position) {
        passing = true;
        take(piece, position, heard -> {});
        passing = false;
    }

    /// There was a piece up to an offset, which may be damaged by now.
    void knows(long end) {
        known = Math.max(known, end);
    }

    /// Bytes in memory that wait for what comes next.
    long waiting() {
        return lines.held() + whole.length;
    }

    /// How far its pieces reached, damaged ones among them.
    long reached() {
        return Math.max(next, known);
    }

    /// Whether a piece brings bytes before those that were read already: a piece between was damaged in the journal,
    /// and the source captured it again.
    ///
    /// @param captured how far the file was captured without a hole
    public boolean isHoleFilled(long captured, FileChunkView piece) {
        return piece.offset() <= captured && captured < reached() && piece.offset() + piece.length() > captured;
    }

    /// Tells that the bytes up to an offset cannot be had, unless they were taken.
    ///
    /// @param position of a record in the journal that shows it
    public void tellLost(long upTo, long position, Consumer<Heard> out) {
        if (upTo <= next) return;
        int length = (int) Math.min(Integer.MAX_VALUE, upTo - next);
        out.accept(unreadable(new RawPlace(position, next, length), Unreadable.Reason.LOST));
    }

    /// Where reading must begin so that the next piece can be taken: the last piece that holds a newline, or
    /// the first where the file has meaning only as a whole.
    ///
    /// @param pieces taken before, by offset
    /// @param bytes  gives the bytes of one, or null when they are damaged
    static <P> int resumeAt(TranscriptFile file, List<P> pieces, Function<P, @Nullable FileChunkView> bytes) {
        boolean byLine = !file.zstd() && (file.role() == Role.MAIN || file.role() == Role.SUBAGENT);
        int at = byLine ? pieces.size() - 1 : 0;
        while (at > 0) {
            var piece = bytes.apply(pieces.get(at));
            if (piece != null && Newlines.next(piece.payload(), piece.from(), piece.to()) >= 0) return at;
            at--;
        }
        return Math.max(0, at);
    }

    private void takeLines(FileChunkView piece, long position, Consumer<Heard> out) {
        if (piece.redacted() && !file.zstd()) {
            takeRedacted(piece, position, out);
            return;
        }
        if (!file.zstd()) {
            split(piece.payload(), piece.from(), piece.to(), piece.offset(), position, out);
            return;
        }
        boolean before = unpacked.isDamaged();
        boolean sound = unpacked.take(piece, bytes -> split(bytes, 0, bytes.length, lines.next(), position, out));
        if (!sound && !before) out.accept(unreadable(place(piece, position), Unreadable.Reason.DAMAGED));
    }

    /// Whole lines of another length than they had: what follows lies where it lay.
    private void takeRedacted(FileChunkView piece, long position, Consumer<Heard> out) {
        lines.goTo(piece.offset());
        if (piece.leftOut()) out.accept(unreadable(place(piece, position), Unreadable.Reason.TOO_LONG));
        else split(piece.payload(), piece.from(), piece.to(), piece.offset(), position, out);
        lines.goTo(piece.offset() + piece.length());
    }

    private void split(byte[] buffer, int from, int to, long offset, long position, Consumer<Heard> out) {
        if (!lines.isHuge()) {
            splitHere(buffer, from, to, offset, position, out);
            return;
        }
        // What hears may read again what was read here: first the line is let go.
        HugeLines.OF_PROCESS
                .alone(() -> heardOf(buffer, from, to, offset, position))
                .forEach(out);
    }

    private List<Heard> heardOf(byte[] buffer, int from, int to, long offset, long position) {
        var heard = new ArrayList<Heard>();
        splitHere(buffer, from, to, offset, position, heard::add);
        return heard;
    }

    private void splitHere(byte[] buffer, int from, int to, long offset, long position, Consumer<Heard> out) {
        lines.take(
                buffer,
                from,
                to,
                offset,
                position,
                (bytes, begin, end, lineOffset, linePosition) ->
                        line(bytes, begin, end, new RawPlace(linePosition, lineOffset, end - begin), out));
        for (var line : lines.takeTooLong()) out.accept(tooLong(line));
    }

    private void line(byte[] bytes, int from, int to, RawPlace raw, Consumer<Heard> out) {
        if (!passing) reader.line(bytes, from, to, new LineContext(file, fileKey, raw), out);
    }

    private void takeWhole(FileChunkView piece, long position, Consumer<Heard> out) {
        if (piece.leftOut()) return;
        if (piece.redacted()) whole = new byte[0]; // it is the whole document as far as it was read
        if (piece.offset() != whole.length || whole.length >= WHOLE_BYTES_MAX) return;
        int before = whole.length;
        int length = Math.min(piece.kept(), WHOLE_BYTES_MAX - before);
        whole = Arrays.copyOf(whole, before + length);
        System.arraycopy(piece.payload(), piece.from(), whole, before, length);
        if (passing) return;
        reader.whole(whole, new LineContext(file, fileKey, new RawPlace(position, 0, whole.length)), out);
    }

    private static RawPlace place(FileChunkView piece, long position) {
        return new RawPlace(position, piece.offset(), piece.length());
    }

    private Unreadable tooLong(LineAssembler.TooLong line) {
        return new Unreadable(file.session(), agent, Unreadable.Reason.TOO_LONG, line.raw(), fileKey, line.again());
    }

    private Unreadable unreadable(RawPlace raw, Unreadable.Reason reason) {
        return new Unreadable(file.session(), agent, reason, raw, fileKey);
    }
}
