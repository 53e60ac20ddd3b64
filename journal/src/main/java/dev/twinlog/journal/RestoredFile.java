package dev.twinlog.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A captured file that lies whole and durable beside its place, and is not there yet. Closing takes it away, unless it
/// was put in place. For one thread.
public final class RestoredFile implements Closeable {
    private final Path draft;
    private final Path target;
    private final long bytes;

    RestoredFile(Path draft, Path target, long bytes) {
        this.draft = draft;
        this.target = target;
        this.bytes = bytes;
    }

    /// How many bytes it has.
    public long bytes() {
        return bytes;
    }

    /// Where it is to be.
    public Path target() {
        return target;
    }

    /// Whether something is at its place that putting it there would lose: anything but a file with the same bytes, or
    /// with the first of them.
    public boolean losesContent() throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) return false;
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) return true;
        long differs = Files.mismatch(target, draft);
        return differs >= 0 && differs < Files.size(target);
    }

    /// Puts it in place at once, whatever is there; a file with the same bytes stays as it is.
    public void put() throws IOException {
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(target, draft) < 0) return;
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        var folder = target.toAbsolutePath().getParent();
        if (folder != null) new LocalDisk().forceFolder(folder);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(draft);
    }
}
