package dev.twinlog.journal;

/// What an expiry took away.
///
/// @param segments  how many segments were rewritten
/// @param records   records that are gone
/// @param rawBytes  their size as appended
/// @param diskBytes bytes that became free on disk
public record Expired(int segments, long records, long rawBytes, long diskBytes) {
    static final Expired NOTHING = new Expired(0, 0, 0, 0);

    Expired plus(Expired other) {
        return new Expired(
                segments + other.segments,
                records + other.records,
                rawBytes + other.rawBytes,
                diskBytes + other.diskBytes);
    }
}
