package dev.twinlog.journal;

/// A chunk as it lies in its payload, for readers that need no copy of the bytes.
///
/// @param file     the file
/// @param offset   where in the file the piece begins
/// @param at       when it was read, epoch milliseconds
/// @param payload  holds the piece; not to be changed
/// @param from     where in the payload the piece begins
/// @param kept     how many bytes of it the payload holds
/// @param length   how many bytes of the file it stands for: as many as are kept, but where it is redacted
/// @param redacted whether it was kept as a {@link RedactedChunk}
public record FileChunkView(
        FileId file, long offset, long at, byte[] payload, int from, int kept, int length, boolean redacted) {
    /// The chunk of a payload.
    ///
    /// @throws CorruptRecordException when the payload is no chunk or its bytes do not match their hash
    public static FileChunkView of(byte[] payload) throws CorruptRecordException {
        return of(FileChunkCodec.verified(payload), payload);
    }

    /// The chunk of a payload, whose bytes are not looked at: for who wants to know only whose they are.
    ///
    /// @throws CorruptRecordException when the payload is no chunk
    public static FileChunkView unverified(byte[] payload) throws CorruptRecordException {
        return of(FileChunkCodec.head(payload), payload);
    }

    private static FileChunkView of(FileChunkCodec.Head head, byte[] payload) {
        return new FileChunkView(
                head.file(),
                head.offset(),
                head.at(),
                payload,
                head.bytesFrom(),
                head.kept(),
                head.length(),
                head.redacted());
    }

    /// After the last byte of the piece in the payload.
    public int to() {
        return from + kept;
    }

    /// Whether its bytes could not be redacted, so that nothing of them was kept.
    public boolean leftOut() {
        return redacted && kept == 0 && length > 0;
    }
}
