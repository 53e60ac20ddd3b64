package dev.twinlog.sources.transcripts;

import java.nio.file.Path;

/// Something that happened in a watched folder.
sealed interface Change {
    /// A name was made, written to, or removed.
    record Touched(Path folder, String name) implements Change {}

    /// A watched folder is no longer there.
    record FolderGone(Path folder) implements Change {}

    /// Everything that happened before a barrier's mark stands before this.
    record Mark(long number) implements Change {}
}
