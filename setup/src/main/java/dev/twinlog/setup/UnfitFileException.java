package dev.twinlog.setup;

import java.io.IOException;

/// A file that is not what it should be. The message says which, what is wrong, and what to do.
public final class UnfitFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnfitFileException(String message) {
        super(message);
    }
}
