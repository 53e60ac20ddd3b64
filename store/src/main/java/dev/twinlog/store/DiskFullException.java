package dev.twinlog.store;

import java.nio.file.Path;

/// No space was left for a commit. Nothing of it is stored; it can be tried again once there is space.
public final class DiskFullException extends StoreException {
    private static final long serialVersionUID = 1L;

    DiskFullException(Path file, Throwable cause) {
        super("no space left to write " + file + ": free some space on its disk", cause);
    }
}
