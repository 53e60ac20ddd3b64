package dev.twinlog.journal;

import java.nio.ByteBuffer;

/// One frame heard from a Codex app-server, as it came: the payload of a {@link RecordClass#STREAM} record. Big-endian:
/// version 1 (1 byte), link (1 byte), generation, number, time of arrival (8 bytes each), then the JSON text.
///
/// @param generation of the link: each start of a child, each connection, is a new one; numbers never come again
/// @param number     of the frame in its generation, from 1
/// @param at         when it came, epoch milliseconds
/// @param link       over which it came
/// @param json       one JSON-RPC message, UTF-8; not to be changed
public record StreamFrame(long generation, long number, long at, Link link, byte[] json) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 2 + 3 * Long.BYTES;

    /// How an app-server is heard.
    public enum Link {
        /// The server that the user's own Codex runs.
        ATTACH,
        /// A child of ours.
        SPAWN;

        /// The name used in answers: `attach`, `spawn`.
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public byte[] encode() {
        return ByteBuffer.allocate(HEAD_BYTES + json.length)
                .put(VERSION)
                .put((byte) link.ordinal())
                .putLong(generation)
                .putLong(number)
                .putLong(at)
                .put(json)
                .array();
    }

    /// @throws CorruptRecordException when the payload is no frame
    public static StreamFrame decode(byte[] payload) throws CorruptRecordException {
        if (payload.length < HEAD_BYTES || payload[0] != VERSION)
            throw new CorruptRecordException("a record of the stream is no frame of version " + VERSION);
        var in = ByteBuffer.wrap(payload, 1, payload.length - 1);
        int link = in.get();
        if (link < 0 || link >= Link.values().length)
            throw new CorruptRecordException("a frame came over no known link: " + link);
        long generation = in.getLong();
        long number = in.getLong();
        long at = in.getLong();
        var json = new byte[in.remaining()];
        in.get(json);
        return new StreamFrame(generation, number, at, Link.values()[link], json);
    }
}
