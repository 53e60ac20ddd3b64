package dev.twinlog.sources.appserver;

import java.util.Arrays;

/// Puts lines together from pieces of a stream: LF or CRLF ends one, empty ones are passed over, too long ones are told
/// and passed over. Holds one line at most.
final class Lines {
    private static final int KEPT_BYTES = 64 << 10;
    private static final int BEGINNING_BYTES = 4 * Telling.QUOTED_CHARACTERS_MAX;

    private final int lineBytesMax;
    private final Telling telling;
    private byte[] line = new byte[1024];
    private int length;
    /// Of the line at hand, with what is not held.
    private long whole;

    Lines(int lineBytesMax, Telling telling) {
        this.lineBytesMax = lineBytesMax;
        this.telling = telling;
    }

    /// Takes what came next.
    void take(byte[] piece, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (piece[i] != '\n') continue;
            hold(piece, from, i);
            end();
            from = i + 1;
        }
        hold(piece, from, count);
    }

    /// A line is also ended by one byte more than fits, so that CRLF may follow a line of the greatest length.
    private void hold(byte[] piece, int from, int to) {
        whole += to - from;
        int fits = Math.min(to - from, lineBytesMax + 1 - length);
        if (length + fits > line.length) line = Arrays.copyOf(line, grown(length + fits));
        System.arraycopy(piece, from, line, length, fits);
        length += fits;
    }

    private int grown(int needed) {
        return (int) Math.min(Math.max(needed, 2L * line.length), lineBytesMax + 1L);
    }

    private void end() {
        int end = whole == length && length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (whole > length || end > lineBytesMax) telling.tooLarge(whole, Arrays.copyOf(line, BEGINNING_BYTES));
        else if (end > 0) telling.message(Arrays.copyOf(line, end));
        length = 0;
        whole = 0;
        if (line.length > KEPT_BYTES) line = new byte[1024];
    }

    /// The stream has ended. A line that was begun is told as unfit.
    void over() {
        if (whole == 0) return;
        int end = Math.min(length, BEGINNING_BYTES);
        telling.unfit("it ends in the middle, after " + whole + " bytes", Arrays.copyOf(line, end));
        whole = 0;
    }
}
