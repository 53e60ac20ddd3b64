package dev.twinlog.journal;

import java.io.IOException;
import java.nio.file.Path;

/// A disk that would not take what the journal wrote: full, failing or gone. The message names the file, the
/// bytes still free, and what to do.
public final class DiskRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long freeBytes;

    DiskRefusedException(String what, Path file, long freeBytes, String advice, Throwable cause) {
        super(
                "cannot " + what + " " + file + ": " + cause.getMessage() + " (" + free(freeBytes) + "); " + advice,
                cause);
        this.file = file;
        this.freeBytes = freeBytes;
    }

    private static String free(long bytes) {
        return bytes < 0 ? "free space unknown" : bytes + " bytes free";
    }

    /// The file that was written to.
    public Path file() {
        return file;
    }

    /// Bytes that could still be written when it was refused, or -1 when that is not known.
    public long freeBytes() {
        return freeBytes;
    }
}
