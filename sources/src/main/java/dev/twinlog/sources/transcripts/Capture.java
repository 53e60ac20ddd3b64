package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.FileId;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings the journal up to date with one file at a time. For one thread.
final class Capture {
    static final String FILE_VANISHED = "file_vanished";
    static final String FILE_SHRANK = "file_shrank";
    static final String FILE_REWRITTEN = "file_rewritten";

    private final Disk disk;
    private final ChunkSink sink;
    private final FileTable table;
    private final Problems problems;
    private final InstantSource clock;
    private final PieceReader reader;
    private final PieceReader.Taker taker;
    private long pieces;
    private long generations;
    private long vanished;
    private long lastReadAt;

    /// @param goOn asked between two pieces of a file: whether nothing is more urgent, and reading is allowed
    /// @param took is told of each file of which a piece was captured
    Capture(
            Disk disk,
            ChunkSink sink,
            FileTable table,
            Problems problems,
            InstantSource clock,
            int pieceBytesMax,
            BooleanSupplier goOn,
            Consumer<TrackedFile> took) {
        this.disk = disk;
        this.sink = sink;
        this.table = table;
        this.problems = problems;
        this.clock = clock;
        this.reader = new PieceReader(pieceBytesMax);
        this.taker = new PieceReader.Taker() {
            @Override
            public void take(TrackedFile file, FileId id, long offset, byte[] piece) throws JournalRefusal {
                keep(file, id, offset, piece);
                took.accept(file);
            }

            @Override
            public boolean goOn() {
                return goOn.getAsBoolean();
            }
        };
    }

    /// Captures what is new in a file. False when there is more to do: it is to be looked at again.
    ///
    /// @throws JournalRefusal when the journal refuses; the file keeps its place
    boolean look(TrackedFile file) throws JournalRefusal, InterruptedException {
        try {
            var now = disk.stamp(file.path);
            if (now.type() != Stamp.Type.FILE)
                return blocked(file, Problem.Kind.NOT_A_REGULAR_FILE, "is a " + now.type());
            long known = Math.max(file.size, file.captured());
            file.size = now.size();
            return switch (file.look(now)) {
                case UNCHANGED -> settled(file, now);
                case FRESH, DOUBTED -> read(file, now);
                case GROWN -> file.expired() ? wholeAgain(file) : read(file, now);
                case REPLACED -> anew(file, now, known, FILE_REWRITTEN, "another file lies at its path");
                case SHRANK -> anew(file, now, known, FILE_SHRANK, "it is shorter than what was captured of it");
            };
        } catch (NoSuchFileException gone) {
            return gone(file);
        } catch (ClosedByInterruptException stop) {
            throw interrupted(stop);
        } catch (IOException refused) {
            return blocked(file, Problem.Kind.FILE_UNREADABLE, IoWords.of(refused));
        } finally {
            table.count(file);
        }
    }

    private static InterruptedException interrupted(ClosedByInterruptException stop) {
        var interrupted = new InterruptedException("stopped while reading a transcript");
        interrupted.initCause(stop);
        return interrupted;
    }

    private boolean read(TrackedFile file, Stamp before) throws IOException, JournalRefusal {
        try (var channel = disk.open(file.path)) {
            var now = disk.stamp(file.path);
            if (!now.sameFile(before)) return false;
            file.size = now.size();
            long had = file.captured();
            return switch (reader.read(channel, file, now, taker)) {
                case AT_END -> (file.captured() == had && now.size() > had) ? endless(file) : settled(file, now);
                case YIELDED -> false;
                case REWRITTEN -> anew(file, now, had, FILE_REWRITTEN, "its bytes are not those that were captured");
            };
        }
    }

    /// It gave no byte, though its size says that there are more: it is tried again when something happens
    /// to it.
    private boolean endless(TrackedFile file) {
        return blocked(file, Problem.Kind.FILE_UNREADABLE, "it ends before its size; it is tried again");
    }

    /// Done, unless the file ended before the size that it told: then it is being cut, and is looked at again.
    private boolean settled(TrackedFile file, Stamp now) throws JournalRefusal {
        if (file.captured() < now.size()) return false;
        var id = file.id();
        if (file.gone() && id != null) keep(file, id, file.captured(), new byte[0]);
        file.settled(now);
        file.blocked = false;
        problems.ended(file.path);
        return true;
    }

    private void keep(TrackedFile file, FileId id, long offset, byte[] piece) throws JournalRefusal {
        try {
            sink.append(new FileChunk(id, offset, piece, clock.millis()));
        } catch (IOException refusal) {
            throw new JournalRefusal(refusal);
        }
        if (piece.length > 0) file.took(id, offset, piece);
        pieces++;
        lastReadAt = clock.millis();
        table.count(file);
    }

    /// What is new makes sense only with what was before it, and that is no longer in the journal: it is heard again
    /// as another generation.
    private boolean wholeAgain(TrackedFile file) {
        file.beginAnew();
        generations++;
        return false;
    }

    /// Another generation begins. Documents are rewritten as a matter of course, and what had vanished was
    /// told.
    ///
    /// @param known the greatest size that it was seen with
    private boolean anew(TrackedFile file, Stamp now, long known, String type, String why) throws JournalRefusal {
        if (file.name.form() != WatchedName.Form.DOCUMENT && !file.gone()) tell(file, type, why, now.size(), known);
        file.beginAnew();
        generations++;
        return false;
    }

    /// A file is gone only when its root is there to tell so.
    private boolean gone(TrackedFile file) throws JournalRefusal {
        boolean toTell = file.id() != null && !file.gone() && folder(file.root.root());
        long size = file.size;
        file.size = 0;
        file.blocked = false;
        problems.ended(file.path);
        if (toTell) {
            tell(file, FILE_VANISHED, "it is no longer there", size, size);
            vanished++;
        }
        if (toTell || file.id() == null) file.vanished();
        return true;
    }

    private boolean folder(Path path) {
        try {
            return disk.target(path).type() == Stamp.Type.FOLDER;
        } catch (IOException absent) {
            return false;
        }
    }

    private void tell(TrackedFile file, String type, String why, long size, long known) throws JournalRefusal {
        var id = file.id();
        if (id == null) return;
        var values = new TreeMap<String, String>();
        values.put("agent", id.agent().wire());
        values.put("root", id.root());
        values.put("path", id.path());
        values.put("device", Long.toString(id.device()));
        values.put("inode", Long.toString(id.inode()));
        values.put("generation", Long.toString(id.generation()));
        values.put("generationBytes", Integer.toString(id.generationBytes()));
        values.put("captured", Long.toString(file.captured()));
        values.put("size", Long.toString(size));
        values.put("known", Long.toString(known));
        values.put("why", why);
        var packed = file.path.resolveSibling(file.path.getFileName() + ".zst");
        if (type.equals(FILE_VANISHED) && file.name.form() == WatchedName.Form.LINES && there(packed))
            values.put("replacedBy", id.path() + ".zst");
        try {
            sink.append(new Control(type, clock.millis(), values));
        } catch (IOException refusal) {
            throw new JournalRefusal(refusal);
        }
    }

    private boolean there(Path path) {
        try {
            return disk.stamp(path).type() == Stamp.Type.FILE;
        } catch (IOException absent) {
            return false;
        }
    }

    private boolean blocked(TrackedFile file, Problem.Kind kind, String reason) {
        file.blocked = true;
        problems.note(file.path, kind, reason, clock.millis());
        return true;
    }

    long bytesRead() {
        return reader.bytesRead();
    }

    long bytesVerified() {
        return reader.bytesVerified();
    }

    long pieces() {
        return pieces;
    }

    long generations() {
        return generations;
    }

    long vanished() {
        return vanished;
    }

    long lastReadAt() {
        return lastReadAt;
    }
}
