package dev.twinlog.app.cli;

import dev.twinlog.app.Progress;
import java.time.Duration;

/// How far an import has come, as one line: a bar, bytes, rate, time left.
final class ProgressLine {
    private static final int BAR_CELLS_MAX = 30;

    /// A rate of less time than this says nothing.
    private static final Duration RATE_AFTER = Duration.ofSeconds(1);

    private ProgressLine() {}

    /// The line for a terminal of so many columns; 0: plain, without a bar.
    static String of(Progress progress, Duration elapsed, int columns) {
        var facts = facts(progress, elapsed);
        int room = Math.min(BAR_CELLS_MAX, columns - Cells.width(facts) - 4);
        return room < 8 ? facts : bar(progress, room) + "  " + facts;
    }

    private static String facts(Progress progress, Duration elapsed) {
        if (progress.caughtUp()) {
            return "caught up: " + Words.size(progress.bytesDone()) + " in " + Words.length(elapsed);
        }
        var facts = progress.percent() + " %  " + Words.size(progress.bytesDone()) + " of "
                + Words.size(progress.bytesAll());
        if (elapsed.compareTo(RATE_AFTER) < 0) return facts;
        double perSecond = progress.bytesDone() * 1e3 / elapsed.toMillis();
        if (perSecond < 1) return facts;
        long left = (long) ((progress.bytesAll() - progress.bytesDone()) / perSecond);
        return facts + "  " + Words.size((long) perSecond) + "/s  " + Words.length(Duration.ofSeconds(left)) + " left";
    }

    private static String bar(Progress progress, int cells) {
        int full = progress.caughtUp() ? cells : (int) (progress.percent() * cells / 100);
        return "[" + "#".repeat(full) + ".".repeat(cells - full) + "]";
    }
}
