package dev.twinlog.app.daemon.lines;

import dev.twinlog.model.RawPlace;
import dev.twinlog.model.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    static final int LINE_BYTES_MAX = Unreadable.LINE_BYTES_MAX;

    /// A line begun that is longer waits outside of the heap, in a {@link LongLine}.
    static final int GROWING_BYTES_MAX = 4 * 1024 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private byte[] tail = NOTHING;
    private int tailLength;
    private @Nullable LongLine longTail;
    private long tailOffset;
    private long tailPosition;
    private long skipping = -1;
    private long next;
    private final List<TooLong> tooLong = new ArrayList<>();

    /// The offset in the file up to which pieces were taken.
    long next() {
        return next;
    }

    /// Bytes that wait for their newline.
    long waiting() {
        return skipping >= 0 ? next - skipping : tailLength;
    }

    /// Bytes of a line begun that are in memory.
    long held() {
        return tailLength;
    }

    /// Whether the line begun is longer than one that grows in the heap: when it ends, it is whole there
    /// for as long as it is read.
    boolean isHuge() {
        return longTail != null;
    }

    /// A line that is too long.
    ///
    /// @param raw   where it begins, and how much of it was seen
    /// @param again whether it was met before
    record TooLong(RawPlace raw, boolean again) {}

    /// Lines longer than any may be that were met since this was asked: each where it begins, once with the length that
    /// was seen when it became too long, and again with its whole length when it ended.
    List<TooLong> takeTooLong() {
        var met = List.copyOf(tooLong);
        tooLong.clear();
        return met;
    }

    /// Takes the piece `[begin, end)` of a buffer, which begins at an offset of the file; what was taken
    /// before is passed over.
    void take(byte[] buffer, int begin, int end, long offset, long position, Lines lines) {
        int from = (int) Math.min(end, begin + Math.max(0, next - offset));
        if (offset > next) forgetTail(offset);
        if (from >= end) return;
        next = offset + (end - begin);
        from = finishTail(buffer, from, end, lines);
        while (from < end) {
            int newline = Newlines.next(buffer, from, end);
            if (newline < 0) break;
            if (newline > from) lines.line(buffer, from, newline, offset + (from - begin), position);
            from = newline + 1;
        }
        if (from < end) keep(buffer, from, end, offset + (from - begin), position);
    }

    /// Goes on at an offset, and forgets a line begun before it.
    void goTo(long offset) {
        forgetTail(offset);
    }

    private void forgetTail(long offset) {
        dropTail();
        skipping = -1;
        next = offset;
    }

    /// Ends the line begun in earlier pieces, if this piece holds its newline.
    private int finishTail(byte[] buffer, int from, int end, Lines lines) {
        if (tailLength == 0 && skipping < 0) return from;
        int newline = Newlines.next(buffer, from, end);
        boolean skipped = skipping >= 0;
        if (!skipped) keep(buffer, from, newline < 0 ? end : newline, tailOffset, tailPosition);
        if (newline < 0) return end;
        if (skipped) meetTooLong(next - (end - newline) - tailOffset, true);
        else if (skipping < 0) endTail(lines);
        skipping = -1;
        return newline + 1;
    }

    private void meetTooLong(long length, boolean again) {
        int seen = (int) Math.min(Integer.MAX_VALUE, length);
        tooLong.add(new TooLong(new RawPlace(tailPosition, tailOffset, seen), again));
    }

    private void endTail(Lines lines) {
        int length = tailLength;
        var whole = longTail == null ? tail : longTail.whole();
        dropTail();
        lines.line(whole, 0, length, tailOffset, tailPosition);
    }

    private void dropTail() {
        tail = NOTHING;
        tailLength = 0;
        if (longTail != null) longTail.close();
        longTail = null;
    }

    private void keep(byte[] piece, int from, int to, long offset, long position) {
        if (tailLength == 0) {
            tailOffset = offset;
            tailPosition = position;
        }
        if (tailLength + (long) (to - from) > LINE_BYTES_MAX) {
            meetTooLong(tailLength + (long) (to - from), false);
            skipping = tailOffset;
            dropTail();
            return;
        }
        int needed = tailLength + to - from;
        if (needed > GROWING_BYTES_MAX) keepFar(piece, from, to);
        else keepNear(piece, from, to, needed);
        tailLength = needed;
    }

    private void keepNear(byte[] piece, int from, int to, int needed) {
        if (tail.length < needed) tail = Arrays.copyOf(tail, room(needed));
        System.arraycopy(piece, from, tail, tailLength, to - from);
    }

    private void keepFar(byte[] piece, int from, int to) {
        var far = longTail;
        if (far == null) {
            far = new LongLine();
            far.add(tail, 0, tailLength);
            tail = NOTHING;
            longTail = far;
        }
        far.add(piece, from, to);
    }

    private int room(int needed) {
        return Math.max(needed, Math.min(GROWING_BYTES_MAX, tail.length * 2));
    }
}
