package dev.twinlog.app.cli;

import dev.twinlog.app.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lines of an import on stderr: one that is drawn anew on a terminal, plain ones now and then
/// elsewhere. Each is flushed, since stderr is buffered and somebody waits for them.
final class ProgressLines {
    /// A plain line follows another no sooner than this.
    static final Duration REPEATED = Duration.ofSeconds(5);

    private final Supplier<Progress> progress;
    private final Terminal terminal;
    private @Nullable Duration told;
    private volatile boolean caughtUp;

    ProgressLines(Supplier<Progress> progress, Terminal terminal) {
        this.progress = progress;
        this.terminal = terminal;
    }

    /// Tells how far the import is, if it is time to; and whether there will be more to tell.
    ///
    /// @param elapsed since the import began
    boolean tell(Duration elapsed) {
        var now = progress.get();
        if (now.caughtUp()) {
            caughtUp = true;
            print((terminal.errShown() ? ProgressReport.ERASE_LINE : "")
                    + ProgressLine.of(now, elapsed, 0)
                    + System.lineSeparator());
        } else if (terminal.errShown()) {
            print(ProgressReport.ERASE_LINE + ProgressLine.of(now, elapsed, terminal.screenColumns()));
        } else if (now.bytesAll() > 0 && isTime(elapsed)) {
            told = elapsed;
            print(ProgressLine.of(now, elapsed, 0) + System.lineSeparator());
        }
        return !now.caughtUp();
    }

    private boolean isTime(Duration elapsed) {
        return told == null || elapsed.minus(told).compareTo(REPEATED) >= 0;
    }

    /// What to say to who ends an import before it has caught up; empty once it has.
    Optional<String> parting() {
        if (caughtUp) return Optional.empty();
        return Optional.of("twinlog: the import was at " + progress.get().percent()
                + " %; the next start goes on from there, nothing is lost");
    }

    /// Wipes away what an import that ends early has left half told.
    void end() {
        if (terminal.errShown()) print(ProgressReport.ERASE_LINE);
    }

    private void print(String text) {
        terminal.err().print(text);
        terminal.err().flush();
    }
}
