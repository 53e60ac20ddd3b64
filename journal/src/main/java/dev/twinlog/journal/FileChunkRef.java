package dev.twinlog.journal;

/// Where a piece of a captured file lies in the journal.
///
/// @param position the journal position of its chunk record
/// @param offset   where in the file it begins
/// @param length   its length in bytes
public record FileChunkRef(long position, long offset, int length) {
    public FileChunkRef {
        if (position < 0 || offset < 0 || length < 0)
            throw new IllegalArgumentException("no piece lies at " + position + ", " + offset + "+" + length);
    }

    /// The offset after its last byte.
    public long end() {
        return offset + length;
    }
}
