package dev.twinlog.journal;

/// A chunk as it lies in its payload, for readers that need no copy of the bytes.
///
/// @param file    the file
/// @param offset  where in the file the piece begins
/// @param at      when it was read, epoch milliseconds
/// @param payload holds the piece; not to be changed
/// @param from    where in the payload the piece begins
/// @param length  how long it is
public record FileChunkView(FileId file, long offset, long at, byte[] payload, int from, int length) {
    /// The chunk of a payload.
    ///
    /// @throws CorruptRecordException when the payload is no chunk or its bytes do not match their hash
    public static FileChunkView of(byte[] payload) throws CorruptRecordException {
        var head = FileChunkCodec.verified(payload);
        return new FileChunkView(head.file(), head.offset(), head.at(), payload, head.bytesFrom(), head.length());
    }

    /// After the last byte of the piece in the payload.
    public int to() {
        return from + length;
    }
}
