package dev.twinlog.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One file of the journal and what is known of it. All but the end and the tally of the newest segment is
/// fixed; a rewritten segment is a new file with a new value of this class.
final class Segment {
    private final SegmentHeader header;
    private final SegmentName name;
    private final Path path;
    private final Tally tally;
    private final @Nullable SparseIndex sparse;
    private volatile int dataEnd;

    Segment(SegmentHeader header, SegmentName name, Path path, Tally tally, @Nullable SparseIndex sparse, int dataEnd) {
        this.header = header;
        this.name = name;
        this.path = path;
        this.tally = tally;
        this.sparse = sparse;
        this.dataEnd = dataEnd;
    }

    SegmentHeader header() {
        return header;
    }

    SegmentName name() {
        return name;
    }

    long base() {
        return name.base();
    }

    Path path() {
        return path;
    }

    Tally tally() {
        return tally;
    }

    @Nullable
    SparseIndex sparse() {
        return sparse;
    }

    /// The file offset after its last whole record. Grows, after the bytes were written, while it is the
    /// newest.
    int dataEnd() {
        return dataEnd;
    }

    void dataEnd(int offset) {
        dataEnd = offset;
    }

    /// The position at its end; only for a segment that is not sparse.
    long endPosition() {
        return base() + dataEnd - SegmentHeader.BYTES;
    }

    /// The file offset of the first frame at or after a position.
    int offsetAtOrAfter(long position) {
        if (sparse != null) return sparse.atOrAfter(position, dataEnd);
        long offset = SegmentHeader.BYTES + Math.max(0, position - base());
        return (int) Math.min(offset, dataEnd);
    }

    /// Whether a frame may lie at an offset. In a segment that is not sparse only one position may.
    boolean plausible(Frame frame, int offset) {
        return sparse != null ? frame.position() >= base() : frame.position() == base() + offset - SegmentHeader.BYTES;
    }
}
