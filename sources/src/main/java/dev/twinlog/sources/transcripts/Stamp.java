package dev.twinlog.sources.transcripts;

/// What the file system says of a file without opening it. Equal stamps mean: nothing was written in between.
///
/// @param modified nanoseconds since the epoch
record Stamp(Type type, long size, long modified, long device, long inode) {
    /// What lies at a path.
    enum Type {
        FILE,
        FOLDER,
        LINK,
        /// A pipe, socket or device.
        OTHER
    }

    boolean sameFile(Stamp other) {
        return device == other.device && inode == other.inode && type == other.type;
    }
}
