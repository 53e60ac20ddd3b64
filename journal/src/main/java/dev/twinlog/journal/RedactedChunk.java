package dev.twinlog.journal;

/// A piece of an agent's file that is kept without the secrets in it: the other payload of a {@link
/// RecordClass#TRANSCRIPT} record. It stands for a range of the file as it was read, so that whatever follows it
/// lies where it lay, however long its redacted bytes are. It holds whole lines, or a whole document.
///
/// @param file   the file
/// @param offset where in the file the range begins
/// @param length how long the range is
/// @param kept   its bytes without secrets; none of a range that could not be redacted, which is left out
/// @param at     when it was read, epoch milliseconds
public record RedactedChunk(FileId file, long offset, int length, byte[] kept, long at) {
    public RedactedChunk {
        if (offset < 0 || length < 0)
            throw new IllegalArgumentException("no range lies at " + offset + ", " + length + " bytes long");
    }

    /// The payload. Format: docs/journal.md.
    public byte[] encode() {
        return FileChunkCodec.encode(this);
    }
}
