package dev.twinlog.app.daemon;

import java.util.Arrays;

/// Puts the lines of one file together from its pieces. A line without its newline is kept until that comes.
final class LineAssembler {
    /// Hears whole lines.
    @FunctionalInterface
    interface Lines {
        /// @param from     first byte of the line in `bytes`
        /// @param to       after its last byte, without the newline
        /// @param offset   of the line in the file
        /// @param position journal position of the piece that holds its first byte
        void line(byte[] bytes, int from, int to, long offset, long position);
    }

    /// Longer lines are not put together; their bytes stay in the journal.
    static final int LINE_BYTES_MAX = 64 * 1024 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private byte[] tail = NOTHING;
    private int tailLength;
    private long tailOffset;
    private long tailPosition;
    private long skipping = -1;
    private long next;
    private long tooLong;

    /// The offset in the file up to which pieces were taken.
    long next() {
        return next;
    }

    /// Bytes that wait for their newline.
    long waiting() {
        return skipping >= 0 ? next - skipping : tailLength;
    }

    /// Lines that were longer than any may be.
    long tooLong() {
        return tooLong;
    }

    /// Takes the piece that begins at an offset; what was taken before is passed over.
    void take(byte[] piece, long offset, long position, Lines lines) {
        int from = (int) Math.min(piece.length, Math.max(0, next - offset));
        if (offset > next) forgetTail(offset);
        if (from >= piece.length) return;
        next = offset + piece.length;
        from = finishTail(piece, from, lines);
        while (from < piece.length) {
            int newline = Newlines.next(piece, from, piece.length);
            if (newline < 0) break;
            if (newline > from) lines.line(piece, from, newline, offset + from, position);
            from = newline + 1;
        }
        if (from < piece.length) keep(piece, from, piece.length, offset + from, position);
    }

    private void forgetTail(long offset) {
        tail = NOTHING;
        tailLength = 0;
        skipping = -1;
        next = offset;
    }

    /// Ends the line begun in earlier pieces, if this piece holds its newline.
    private int finishTail(byte[] piece, int from, Lines lines) {
        if (tailLength == 0 && skipping < 0) return from;
        int newline = Newlines.next(piece, from, piece.length);
        int end = newline < 0 ? piece.length : newline;
        if (skipping < 0) keep(piece, from, end, tailOffset, tailPosition);
        if (newline < 0) return piece.length;
        if (skipping < 0) lines.line(tail, 0, tailLength, tailOffset, tailPosition);
        tail = tailLength > piece.length ? NOTHING : tail;
        tailLength = 0;
        skipping = -1;
        return newline + 1;
    }

    private void keep(byte[] piece, int from, int to, long offset, long position) {
        if (tailLength == 0) {
            tailOffset = offset;
            tailPosition = position;
        }
        if (tailLength + (to - from) > LINE_BYTES_MAX) {
            tooLong++;
            skipping = tailOffset;
            tail = NOTHING;
            tailLength = 0;
            return;
        }
        int needed = tailLength + to - from;
        if (tail.length < needed) tail = Arrays.copyOf(tail, Math.max(needed, Math.min(LINE_BYTES_MAX, tail.length * 2)));
        System.arraycopy(piece, from, tail, tailLength, to - from);
        tailLength = needed;
    }
}
