package dev.twinlog.journal;

import java.time.Duration;

/// How large the parts of a journal may grow.
///
/// @param segmentBytes a segment file is sealed before it grows beyond this; a larger record gets a segment
///                     of its own
/// @param segmentAge   a segment is sealed by the first append after this time, so that its records can expire
/// @param tailBytes    raw bytes of the newest records that are kept in memory for cursors close behind
/// @param recordBytes  the largest payload that is taken
public record JournalLimits(int segmentBytes, Duration segmentAge, int tailBytes, int recordBytes) {
    /// The size of a segment file.
    public static final int SEGMENT_BYTES = 64 << 20;

    /// The age of a segment: a day, since the shortest retention is counted in days.
    public static final Duration SEGMENT_AGE = Duration.ofDays(1);

    /// Newest records kept in memory.
    public static final int TAIL_BYTES = 8 << 20;

    /// The largest payload: a line or frame of 64 MB with all that is said about it.
    public static final int RECORD_BYTES = 72 << 20;

    /// The limits of a daemon.
    public static final JournalLimits DEFAULT = new JournalLimits(SEGMENT_BYTES, SEGMENT_AGE, TAIL_BYTES, RECORD_BYTES);

    public JournalLimits {
        if (segmentBytes < 1024) throw new IllegalArgumentException("a segment of " + segmentBytes + " bytes is none");
        if (!segmentAge.isPositive()) throw new IllegalArgumentException("a segment needs a positive age");
        if (tailBytes < 0) throw new IllegalArgumentException("a tail cannot have " + tailBytes + " bytes");
        if (recordBytes < 1 || recordBytes > 1 << 30)
            throw new IllegalArgumentException("records of " + recordBytes + " bytes cannot be kept");
    }
}
