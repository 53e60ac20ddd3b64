package dev.twinlog.journal;

import dev.twinlog.model.Agent;

/// Which file a chunk came from: the place where it lay, and which of the files that ever lay there (SPEC 2.1).
///
/// @param agent           whose file
/// @param root            the watched folder, absolute
/// @param path            the path under the root, separated by `/`
/// @param device          device number, 0 where the platform has none
/// @param inode           inode number, 0 where the platform has none
/// @param generation      hash of its first bytes when it was first read; another hash is another generation
/// @param generationBytes how many first bytes were hashed, at most {@link #GENERATION_BYTES_MAX}
public record FileId(
        Agent agent, String root, String path, long device, long inode, long generation, int generationBytes) {
    /// How many first bytes tell one generation from another.
    public static final int GENERATION_BYTES_MAX = 4096;
}
