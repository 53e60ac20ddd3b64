package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.Control;
import dev.twinlog.journal.FileChunk;
import dev.twinlog.journal.Journal;
import dev.twinlog.journal.RecordClass;
import java.io.IOException;

/// Where what was heard goes.
interface ChunkSink {
    /// Keeps a piece and returns its position.
    ///
    /// @throws IOException when it is refused; then nothing of it is kept
    long append(FileChunk chunk) throws IOException;

    /// Keeps a fact about a file and returns its position.
    ///
    /// @throws IOException when it is refused
    long append(Control fact) throws IOException;

    /// The position after all that was kept.
    long end();

    /// The journal as a sink.
    static ChunkSink of(Journal journal) {
        return new ChunkSink() {
            @Override
            public long append(FileChunk chunk) throws IOException {
                return journal.append(RecordClass.TRANSCRIPT, chunk.encode());
            }

            @Override
            public long append(Control fact) throws IOException {
                return journal.append(RecordClass.CONTROL, fact.encode());
            }

            @Override
            public long end() {
                return journal.end();
            }
        };
    }
}
