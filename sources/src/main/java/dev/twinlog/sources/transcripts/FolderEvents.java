package dev.twinlog.sources.transcripts;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Tells of changes in folders. Used by the reading thread alone.
interface FolderEvents {
    /// Tells of changes in this folder from now on; a folder watched already costs nothing.
    ///
    /// @return what to do and why, when it cannot be watched; else null
    @Nullable
    String watch(Path folder, Stamp stamp);

    /// Tells no longer of this folder and those below it.
    void forget(Path folder);

    /// Whether this very folder is watched.
    boolean watches(Path folder);

    /// No events: every change is found by walking.
    static FolderEvents none() {
        return new FolderEvents() {
            @Override
            public @Nullable String watch(Path folder, Stamp stamp) {
                return null;
            }

            @Override
            public void forget(Path folder) {}

            @Override
            public boolean watches(Path folder) {
                return false;
            }
        };
    }
}
