package dev.twinlog.journal;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives captured files back from the journal, byte for byte, whatever the agent did with them since. Safe
/// for use by many threads.
public final class TranscriptArchive {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptArchive.class);

    private final Journal journal;

    public TranscriptArchive(Journal journal) {
        this.journal = journal;
    }

    /// Puts a file together from its pieces, in any order, repeated and overlapping ones among them. The
    /// target is replaced at once by the whole, durable file, or left as it is. Only its owner may read it.
    ///
    /// @param pieces the pieces of one generation
    /// @return how many bytes the file has
    /// @throws HoleException when bytes are missing, with a damaged piece as its cause if there is one
    /// @throws RedactedPieceException when the journal keeps a piece of it only without its secrets
    public long restore(List<FileChunkRef> pieces, Path target) throws IOException {
        try (var file = beside(pieces, target)) {
            file.put();
            return file.bytes();
        }
    }

    /// The same file beside its target, which stays as it is until the caller, who must close it, puts it there.
    ///
    /// @throws IOException as {@link #restore} does
    public RestoredFile beside(List<FileChunkRef> pieces, Path target) throws IOException {
        var folder = target.toAbsolutePath().getParent();
        if (folder == null) throw new IOException("cannot restore to " + target + ", which is a root");
        Files.createDirectories(folder);
        var unfinished = Files.createTempFile(folder, ".restore-", ".unfinished");
        try {
            return new RestoredFile(unfinished, target, write(pieces, unfinished));
        } catch (Throwable t) {
            Files.deleteIfExists(unfinished);
            throw t;
        }
    }

    private long write(List<FileChunkRef> pieces, Path file) throws IOException {
        long bytes;
        try (var out = new BufferedOutputStream(new FileOutputStream(file.toFile()))) {
            bytes = read(pieces, 0, out);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return bytes;
    }

    /// Streams the bytes of a file from an offset to its end, and returns how many they are. Holds one piece in
    /// memory at a time. A damaged piece is left out where others hold its bytes.
    ///
    /// @throws HoleException when bytes are missing; those before them may have been written
    public long read(List<FileChunkRef> pieces, long offset, OutputStream out) throws IOException {
        if (pieces.isEmpty()) throw new IOException("no piece of the file was ever captured");
        long end = pieces.stream().mapToLong(FileChunkRef::end).max().getAsLong();
        var streaming = new Streaming(pieces, offset, out);
        while (streaming.at < end) streaming.run(end);
        return streaming.at - offset;
    }

    private byte[] bytes(FileChunkRef piece) throws IOException {
        if (piece.position() >= journal.end())
            throw new CorruptRecordException(
                    "the record at position " + piece.position() + " is gone: the journal ends at " + journal.end());
        var record = journal.read(piece.position());
        if (record.kind() != RecordClass.TRANSCRIPT)
            throw new CorruptRecordException("the record at position " + piece.position() + " is no chunk of a file");
        var view = FileChunkView.unverified(record.payload());
        if (view.redacted()) throw new RedactedPieceException(view.file().path(), view.offset());
        var chunk = FileChunk.decode(record.payload());
        if (chunk.offset() != piece.offset() || chunk.bytes().length != piece.length())
            throw new CorruptRecordException("the chunk at position " + piece.position() + " is "
                    + chunk.bytes().length + " bytes at offset " + chunk.offset() + ", not " + piece.length()
                    + " at " + piece.offset());
        return chunk.bytes();
    }

    /// Every captured file that is wanted, with its pieces, found by reading the whole journal: for when the
    /// store is lost or not trusted.
    public List<CapturedFile> scan(Predicate<FileId> wanted) throws IOException {
        var found = new LinkedHashMap<FileId, List<FileChunkRef>>();
        try (var cursor = journal.cursor(0)) {
            for (var record = cursor.next(); record != null; record = cursor.next()) {
                if (record.kind() == RecordClass.TRANSCRIPT) note(record, wanted, found);
            }
        }
        return found.entrySet().stream()
                .map(file -> new CapturedFile(file.getKey(), file.getValue()))
                .toList();
    }

    private static void note(
            JournalRecord record, Predicate<FileId> wanted, LinkedHashMap<FileId, List<FileChunkRef>> found) {
        FileChunkCodec.Head head;
        try {
            head = FileChunkCodec.head(record.payload());
        } catch (CorruptRecordException e) {
            LOG.warn("the transcript record at position {} is left out: {}", record.position(), e.getMessage());
            return;
        }
        if (!wanted.test(head.file())) return;
        found.computeIfAbsent(head.file(), file -> new ArrayList<>())
                .add(new FileChunkRef(record.position(), head.offset(), head.length()));
    }

    /// One going through a file, that plans anew when a piece turns out to be damaged.
    private final class Streaming {
        private final List<FileChunkRef> usable;
        private final OutputStream out;
        private @Nullable CorruptRecordException damage;
        private long at;

        Streaming(List<FileChunkRef> pieces, long offset, OutputStream out) {
            this.usable = new ArrayList<>(pieces);
            this.at = offset;
            this.out = out;
        }

        /// Goes on to the end, or to a damaged piece.
        void run(long end) throws IOException {
            for (var run : plan(end)) {
                try {
                    write(run, bytes(run.piece()));
                } catch (CorruptRecordException e) {
                    if (damage == null) damage = e;
                    else damage.addSuppressed(e);
                    usable.removeIf(run.piece()::equals);
                    return;
                }
            }
        }

        private List<Covering.Run> plan(long end) throws HoleException {
            try {
                var plan = Covering.of(usable, at);
                if (plan.isEmpty()) throw new HoleException(at, end);
                return plan;
            } catch (HoleException e) {
                if (damage != null) e.initCause(damage);
                throw e;
            }
        }

        private void write(Covering.Run run, byte[] bytes) throws IOException {
            int from = Math.toIntExact(run.from() - run.piece().offset());
            out.write(bytes, from, Math.toIntExact(run.to() - run.from()));
            at = run.to();
        }
    }
}
