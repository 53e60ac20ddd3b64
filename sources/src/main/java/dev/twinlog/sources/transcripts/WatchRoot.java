package dev.twinlog.sources.transcripts;

import dev.twinlog.model.Agent;
import java.nio.file.Path;

/// A folder whose files an agent writes. It need not be there yet.
///
/// @param root absolute and without `..`; it may be a link
public record WatchRoot(Agent agent, Path root) {
    public WatchRoot {
        root = root.toAbsolutePath().normalize();
    }
}
