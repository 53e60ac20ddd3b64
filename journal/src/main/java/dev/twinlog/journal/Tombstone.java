package dev.twinlog.journal;

import java.nio.ByteBuffer;

/// What stays of records that expired in one rewriting of a segment.
///
/// @param kind      their class
/// @param records   how many
/// @param rawBytes  their size as appended
/// @param hash      XXH3-64 of the XXH3-64 hashes of their payloads, in order, each 8 bytes big-endian
/// @param expiredAt when, epoch milliseconds
record Tombstone(RecordClass kind, long records, long rawBytes, long hash, long expiredAt) {
    private static final byte VERSION = 1;

    byte[] encode() {
        var bytes = ByteBuffer.allocate(2 + 4 * Long.BYTES).put(VERSION).put(Frame.code(kind));
        return bytes.putLong(records)
                .putLong(rawBytes)
                .putLong(hash)
                .putLong(expiredAt)
                .array();
    }
}
