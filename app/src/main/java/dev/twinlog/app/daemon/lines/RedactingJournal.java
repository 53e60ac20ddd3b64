package dev.twinlog.app.daemon.lines;

import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileChunkView;
import dev.twinlog.journal.FileId;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.JournalRecord;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.journal.RedactedChunk;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.TranscriptFile;
import dev.twinlog.readers.TranscriptFile.Role;
import dev.twinlog.readers.TranscriptPaths;
import dev.twinlog.store.Batch.ChunkRow;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The journal as the source of transcripts sees it with `raw.keep = "redacted"`: secrets are taken out of whole
/// lines before anything of them is on disk (docs/decisions/0011-raw-bytes.md). A line begun waits in memory for its
/// newline; since the journal does not have it, a crash has it read again. For one thread that appends.
public final class RedactingJournal implements Journal {
    /// Longer lines are left out: to redact one, it has to be in memory whole, more than once.
    static final int LINE_BYTES_MAX = 16 << 20;
    /// Larger packed files are left out.
    static final int PACKED_BYTES_MAX = 16 << 20;
    /// Of begun lines and documents of all files no more than this waits; a line that would be more is left out, and
    /// documents seen longest ago are no longer waited for.
    static final int WAITING_BYTES_MAX = 24 << 20;

    /// Of so many files is remembered where they go on; of others it is looked up.
    static final int WAITING_FILES_MAX = 4096;

    private static final byte[] NOTHING = new byte[0];

    private final Journal journal;
    private final RawRedactor redactor;
    private final Begun begun;
    private final Map<Place, Waiting> waiting = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong secrets = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();
    private long waitingBytes;

    /// Gives the bytes of a line that the journal has the beginning of, kept as it was before this setting.
    @FunctionalInterface
    interface Begun {
        /// @param offset where the file goes on
        byte[] before(FileId file, long offset) throws IOException;
    }

    /// A path, whatever lies there.
    private record Place(String agent, String root, String path) {
        static Place of(FileId file) {
            return new Place(file.agent().wire(), file.root(), file.path());
        }
    }

    /// What was read of a file and is not in the journal, or of a document and may be needed again.
    ///
    /// @param skipping its bytes are not kept: they are of a line that is too long
    private record Waiting(FileId file, long start, byte[] bytes, long end, boolean skipping, boolean document) {}

    /// A journal that is given to a source of transcripts.
    ///
    /// @param pieces gives the settled pieces of a file by its key, in the order of their offsets
    public static RedactingJournal over(Journal journal, LongFunction<List<ChunkRow>> pieces) {
        return new RedactingJournal(journal, new BegunLines(journal, pieces));
    }

    RedactingJournal(Journal journal, Begun begun) {
        this.journal = journal;
        this.begun = begun;
        this.redactor = new RawRedactor((name, amount) -> secrets.addAndGet(amount));
    }

    /// Secrets taken out since the start.
    public long secrets() {
        return secrets.get();
    }

    /// Lines and files left out since the start.
    public long leftOut() {
        return leftOut.get();
    }

    @Override
    public long append(RecordClass kind, byte[] payload) throws IOException {
        if (kind != RecordClass.TRANSCRIPT) return journal.append(kind, payload);
        var piece = FileChunkView.of(payload);
        if (piece.length() == 0 || piece.redacted()) return journal.append(kind, payload);
        var file = TranscriptPaths.of(piece.file().agent(), piece.file().path());
        if (file.map(TranscriptFile::zstd).orElse(false)) packed(piece);
        else if (file.map(RedactingJournal::hasLines).orElse(false)) lines(piece);
        else document(piece);
        return journal.end();
    }

    private static boolean hasLines(TranscriptFile file) {
        return file.role() == Role.MAIN || file.role() == Role.SUBAGENT;
    }

    private void lines(FileChunkView piece) throws IOException {
        var before = before(piece);
        if (before.skipping()) {
            skip(piece, before);
            return;
        }
        var bytes = joined(before.bytes(), piece, Integer.MAX_VALUE);
        int whole = lastNewline(bytes);
        appendLines(piece, before.start(), bytes, whole);
        long end = piece.offset() + piece.length();
        boolean tooLong = bytes.length - whole > LINE_BYTES_MAX
                || waitingBytes - before.bytes().length + bytes.length - whole > WAITING_BYTES_MAX;
        var rest = tooLong ? NOTHING : Arrays.copyOfRange(bytes, whole, bytes.length);
        await(new Waiting(piece.file(), before.start() + whole, rest, end, tooLong, false));
    }

    /// What waits of the file before a piece; for a file that is met first, the line that the journal has begun.
    private Waiting before(FileChunkView piece) throws IOException {
        var known = waiting.get(Place.of(piece.file()));
        if (known != null && known.file().equals(piece.file()) && known.end() == piece.offset()) return known;
        var line = piece.offset() == 0 ? NOTHING : begun.before(piece.file(), piece.offset());
        return new Waiting(piece.file(), piece.offset() - line.length, line, piece.offset(), false, false);
    }

    /// Nothing of a line that is too long is kept, but that it was there.
    private void skip(FileChunkView piece, Waiting before) throws IOException {
        int newline = Newlines.next(piece.payload(), piece.from(), piece.to());
        long end = piece.offset() + piece.length();
        if (newline < 0) {
            await(new Waiting(piece.file(), before.start(), NOTHING, end, true, false));
            return;
        }
        int next = newline + 1 - piece.from();
        leaveOut(piece, before.start(), Math.toIntExact(piece.offset() + next - before.start()));
        var rest = Arrays.copyOfRange(piece.payload(), newline + 1, piece.to());
        int whole = lastNewline(rest);
        appendLines(piece, piece.offset() + next, rest, whole);
        var tail = Arrays.copyOfRange(rest, whole, rest.length);
        await(new Waiting(piece.file(), piece.offset() + next + whole, tail, end, false, false));
    }

    /// Lines with secrets become records of their own, so that each line's offset stays what it was.
    private void appendLines(FileChunkView piece, long start, byte[] bytes, int to) throws IOException {
        int clean = 0;
        for (int at = 0; at < to; ) {
            int end = Newlines.next(bytes, at, to) + 1;
            var redacted = redacted(bytes, at, end);
            if (redacted != bytes) {
                appendClean(piece, start, bytes, clean, at);
                append(new RedactedChunk(piece.file(), start + at, end - at, redacted, piece.at()));
                clean = end;
            }
            at = end;
        }
        appendClean(piece, start, bytes, clean, to);
    }

    private byte[] redacted(byte[] bytes, int at, int end) {
        if (end - at <= HugeLines.BYTES_MIN) return redactor.line(bytes, at, end);
        return HugeLines.OF_PROCESS.alone(() -> redactor.line(bytes, at, end));
    }

    private void appendClean(FileChunkView piece, long start, byte[] bytes, int from, int to) throws IOException {
        if (from == to) return;
        var chunk = new FileChunk(piece.file(), start + from, Arrays.copyOfRange(bytes, from, to), piece.at());
        journal.append(RecordClass.TRANSCRIPT, chunk.encode());
    }

    private void append(RedactedChunk chunk) throws IOException {
        journal.append(RecordClass.TRANSCRIPT, chunk.encode());
    }

    private void leaveOut(FileChunkView piece, long start, int length) throws IOException {
        append(new RedactedChunk(piece.file(), start, length, NOTHING, piece.at()));
        leftOut.incrementAndGet();
    }

    /// A document is redacted as a whole each time that more of it is read, since a secret may go over its lines; no
    /// more of it is kept than is ever read of it.
    private void document(FileChunkView piece) throws IOException {
        var before = before(piece.file(), piece.offset());
        if (before == null) {
            leaveOut(piece, piece.offset(), piece.length());
            return;
        }
        var bytes = joined(before.bytes(), piece, Reading.WHOLE_BYTES_MAX);
        int end = Math.toIntExact(piece.offset() + piece.length());
        append(new RedactedChunk(piece.file(), 0, end, redactor.document(bytes), piece.at()));
        await(new Waiting(piece.file(), 0, bytes, end, false, true));
    }

    /// A packed file is kept when it is whole, redacted and packed again.
    private void packed(FileChunkView piece) throws IOException {
        var before = before(piece.file(), piece.offset());
        int end = Math.toIntExact(piece.offset() + piece.length());
        if (before == null || end > PACKED_BYTES_MAX) {
            leaveOut(piece, piece.offset(), piece.length());
            return;
        }
        var bytes = joined(before.bytes(), piece, PACKED_BYTES_MAX);
        var redacted = Redaction.packed(bytes, end, redactor, LINE_BYTES_MAX);
        if (redacted != null) append(new RedactedChunk(piece.file(), 0, end, redacted, piece.at()));
        await(new Waiting(piece.file(), 0, redacted == null ? bytes : NOTHING, end, false, true));
    }

    /// All of a file from its start up to an offset, or null when that is no longer in memory.
    private @Nullable Waiting before(FileId file, long offset) {
        if (offset == 0) return new Waiting(file, 0, NOTHING, 0, false, true);
        var known = waiting.get(Place.of(file));
        return known != null && known.file().equals(file) && known.end() == offset ? known : null;
    }

    private void await(Waiting next) {
        var place = Place.of(next.file());
        var last = waiting.put(place, next);
        waitingBytes += next.bytes().length - (last == null ? 0 : last.bytes().length);
        var each = waiting.entrySet().iterator();
        while (isFull() && each.hasNext()) {
            var oldest = each.next();
            if (oldest.getKey().equals(place) || !mayGo(oldest.getValue())) continue;
            waitingBytes -= oldest.getValue().bytes().length;
            each.remove();
        }
    }

    private boolean isFull() {
        return waitingBytes > WAITING_BYTES_MAX || waiting.size() > WAITING_FILES_MAX;
    }

    /// Of a line begun the journal has nothing yet; all else can be found again or left out.
    private static boolean mayGo(Waiting one) {
        return one.document() || one.bytes().length == 0 && !one.skipping();
    }

    private static byte[] joined(byte[] before, FileChunkView piece, int most) {
        int more = Math.min(piece.kept(), most - before.length);
        var joined = Arrays.copyOf(before, before.length + more);
        System.arraycopy(piece.payload(), piece.from(), joined, before.length, more);
        return joined;
    }

    private static int lastNewline(byte[] bytes) {
        int at = bytes.length;
        while (at > 0 && bytes[at - 1] != '\n') at--;
        return at;
    }

    @Override
    public void force(long position) throws IOException {
        journal.force(position);
    }

    @Override
    public long end() {
        return journal.end();
    }

    @Override
    public long forced() {
        return journal.forced();
    }

    @Override
    public JournalRecord read(long position) throws IOException {
        return journal.read(position);
    }

    @Override
    public Cursor cursor(long from) throws IOException {
        return journal.cursor(from);
    }

    @Override
    public void wake() {
        journal.wake();
    }

    @Override
    public Map<RecordClass, Space> space() {
        return journal.space();
    }

    @Override
    public Repair repair() {
        return journal.repair();
    }

    /// Closes nothing: the journal belongs to who opened it.
    @Override
    public void close() {}
}
