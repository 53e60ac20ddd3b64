package dev.twinlog.sources.transcripts;

import java.io.IOException;

/// The journal refused a piece, or the gate is shut: reading stops, and every file keeps its place.
final class JournalRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    JournalRefusal(IOException cause) {
        super("the journal refused: " + cause.getMessage(), cause);
    }
}
