package dev.twinlog.sources.transcripts;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.twinlog.journal.FileId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file under a root: which generation of it is being captured, and how far.
///
/// Besides the first bytes, which tell generations apart, the last bytes captured are remembered (the seam):
/// a file that was changed in its middle no longer has them where they were, so its new end is never put
/// behind its old start.
final class TrackedFile {
    /// How many bytes before the next piece must still be what they were.
    static final int SEAM_BYTES_MAX = 64;

    final WatchRoot root;
    final String relative;
    final Path path;
    final WatchedName name;

    private final List<FileId> earlier = new ArrayList<>(0);
    private @Nullable FileId id;
    private long captured;
    private long seam;
    private int seamBytes;
    private @Nullable Stamp seen;
    private boolean gone;
    private boolean expired;

    /// The newest size known, 0 while it is gone or blocked: what lag is measured against.
    long size;
    /// It has a problem: it is tried again at each walk, and is no lag.
    boolean blocked;
    /// The walk that saw it last.
    long walk;
    /// What the table last counted of it.
    long countedSize;

    long countedCaptured;

    TrackedFile(WatchRoot root, String relative, WatchedName name) {
        this.root = root;
        this.relative = relative;
        this.path = root.root().resolve(relative);
        this.name = name;
    }

    /// Takes over what an earlier run captured; the last one taken over is the generation that goes on.
    void resume(Captured before) {
        if (id != null) earlier.add(id);
        id = before.file();
        captured = before.captured();
        gone = before.gone();
        expired = before.expired();
        seamBytes = 0;
        seen = null;
    }

    /// The journal has let go of what was captured of a generation; what was captured since is as new.
    void expire(FileId which, long settled) {
        if (!which.equals(id)) return;
        expired = true;
        if (captured == settled) return;
        captured = settled;
        seamBytes = 0;
        seen = null;
    }

    /// The journal lost what was captured of a generation behind an offset: it is captured again from there on.
    void lose(FileId which, long from) {
        if (!which.equals(id) || captured <= from) return;
        captured = from;
        seamBytes = 0;
        seen = null;
    }

    /// Whether what is captured of it is no longer in the journal.
    boolean expired() {
        return expired;
    }

    /// A file of the size captured, last changed well before it was read, is taken to be as it was.
    void believe(Stamp now, long readAt, long marginMillis) {
        boolean old = now.modified() / 1_000_000 + marginMillis < readAt;
        if (id != null && old && !gone && now.size() == captured && now.inode() == id.inode()) seen = now;
    }

    Look look(Stamp now) {
        return Look.of(id == null ? null : id.inode(), captured, gone ? null : seen, now);
    }

    @Nullable
    FileId id() {
        return id;
    }

    long captured() {
        return captured;
    }

    boolean gone() {
        return gone;
    }

    long seam() {
        return seam;
    }

    int seamBytes() {
        return seamBytes;
    }

    /// Names the generation that begins with these bytes, unlike every earlier one of this path: where the
    /// same first bytes were there before, fewer of them are hashed.
    FileId begin(byte[] first, Stamp now) {
        int bytes = Math.min(first.length, FileId.GENERATION_BYTES_MAX);
        var begun = generation(first, bytes, now);
        while (bytes > 1 && earlier.contains(begun)) begun = generation(first, --bytes, now);
        return begun;
    }

    private FileId generation(byte[] first, int bytes, Stamp now) {
        long hash = Hashing.xxh3_64().hashBytesToLong(first, 0, bytes);
        return new FileId(root.agent(), root.root().toString(), relative, now.device(), now.inode(), hash, bytes);
    }

    /// A piece of it is in the journal.
    void took(FileId of, long offset, byte[] piece) {
        id = of;
        captured = offset + piece.length;
        seamBytes = Math.min(piece.length, SEAM_BYTES_MAX);
        seam = Hashing.xxh3_64().hashBytesToLong(piece, piece.length - seamBytes, seamBytes);
        gone = false;
    }

    /// All of it is captured, and it is as in this stamp.
    void settled(Stamp now) {
        seen = now;
        gone = false;
    }

    /// Whether nothing was written to it since all of it was captured.
    boolean asIn(Stamp now) {
        return !gone && !blocked && look(now) == Look.UNCHANGED;
    }

    /// What lies there now is another generation; nothing of it is captured.
    void beginAnew() {
        if (id != null) earlier.add(id);
        id = null;
        captured = 0;
        seamBytes = 0;
        seen = null;
        gone = false;
        expired = false;
    }

    void vanished() {
        gone = true;
        seen = null;
    }
}
