package dev.twinlog.journal;

import java.io.IOException;

/// A file cannot be given back byte for byte, since the journal keeps a piece of it without its secrets.
public final class RedactedPieceException extends IOException {
    private static final long serialVersionUID = 1L;

    RedactedPieceException(String path, long offset) {
        super("the bytes of " + path + " at offset " + offset
                + " were kept without the secrets in them (raw.keep was \"redacted\"), so its own bytes are not there");
    }
}
