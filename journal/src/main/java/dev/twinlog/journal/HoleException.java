package dev.twinlog.journal;

import java.io.IOException;

/// Bytes of a captured file that no readable piece in the journal holds.
public final class HoleException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long from;
    private final long to;

    HoleException(long from, long to) {
        super("bytes " + from + " to " + to + " of the file are in no readable piece of the journal");
        this.from = from;
        this.to = to;
    }

    /// The first missing byte.
    public long from() {
        return from;
    }

    /// The first byte after it that is there.
    public long to() {
        return to;
    }
}
