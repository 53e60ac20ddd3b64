package dev.twinlog.sources.appserver;

/// Puts lines together from pieces of a stream: LF or CRLF ends one, empty ones are passed over, too long
/// ones are told and passed over. Holds one line at most.
final class Lines {
    private final int lineBytesMax;
    private final Telling telling;
    private final Gathered line;

    Lines(int lineBytesMax, Telling telling) {
        this.lineBytesMax = lineBytesMax;
        this.telling = telling;
        // the CR of CRLF may follow a line of the greatest length
        line = new Gathered(lineBytesMax + 1);
    }

    /// Takes what came next.
    void take(byte[] piece, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (piece[i] != '\n') continue;
            line.add(piece, from, i - from);
            end();
            from = i + 1;
        }
        line.add(piece, from, count - from);
    }

    private void end() {
        int length = line.length();
        if (line.complete() && length > 0 && line.last() == '\r') length--;
        if (!line.complete() || length > lineBytesMax) telling.tooLarge(line.whole(), line.first(Telling.QUOTED_BYTES));
        else if (length > 0) telling.message(line.first(length));
        line.clear();
    }

    /// The stream has ended. A line that was begun is told as unfit.
    void over() {
        if (line.whole() == 0) return;
        telling.unfit("it ends in the middle, after " + line.whole() + " bytes", line.first(Telling.QUOTED_BYTES));
        line.clear();
    }
}
