package dev.twinlog.store;

import java.nio.file.Path;

/// The database file is not what was written: the journal still holds everything.
public final class StoreDamagedException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final String file;

    StoreDamagedException(Path file, Throwable cause) {
        super(
                "the database " + file + " is damaged (" + cause.getMessage()
                        + "); `twinlog rebuild` makes it anew from the journal",
                cause);
        this.file = file.toString();
    }

    /// Whether it is about this file.
    boolean isOf(Path other) {
        return file.equals(other.toString());
    }
}
