package dev.twinlog.journal;

import java.io.IOException;

/// A record of the journal whose bytes are damaged or gone; the message names segment and offset.
public final class CorruptRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptRecordException(String message) {
        super(message);
    }
}
