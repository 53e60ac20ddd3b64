package dev.twinlog.sources.transcripts;

import dev.twinlog.journal.Journal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What a transcript source is made of.
///
/// @param captured      what earlier runs captured; generations of one path in the order of their first capture
/// @param barrierFolder a private folder of the daemon, existing, used to mark the moment of a
///                      {@link TranscriptSource#barrier}
/// @param mayRead       asked before each piece: false stops reading until it is true again (disk floor,
///                      ingest off)
public record SourceParts(
        List<WatchRoot> roots,
        Journal journal,
        List<Captured> captured,
        Path barrierFolder,
        InstantSource clock,
        SourceLimits limits,
        Progress progress,
        BooleanSupplier mayRead) {
    public SourceParts {
        roots = List.copyOf(roots);
        captured = List.copyOf(captured);
    }
}
