package dev.twinlog.journal;

/// A piece of an agent's file as it was read: the payload of a {@link RecordClass#TRANSCRIPT} record.
/// Restoring puts pieces together by offset, so a piece that stands in the journal twice is harmless.
///
/// @param file   the file
/// @param offset where in the file the piece begins
/// @param bytes  the piece; may be empty, which tells only that the file is there
/// @param at     when it was read, epoch milliseconds
public record FileChunk(FileId file, long offset, byte[] bytes, long at) {
    /// The payload. Format: docs/journal.md.
    public byte[] encode() {
        return FileChunkCodec.encode(this);
    }

    /// The chunk of a payload.
    ///
    /// @throws CorruptRecordException when the payload is no chunk or its bytes do not match their hash
    public static FileChunk decode(byte[] payload) throws CorruptRecordException {
        return FileChunkCodec.decode(payload);
    }
}
