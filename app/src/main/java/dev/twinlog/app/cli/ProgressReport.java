package dev.twinlog.app.cli;

import dev.twinlog.app.Daemon;
import java.time.Duration;
import java.util.Optional;

/// Tells on stderr how an import goes, until it has caught up. The time told is the import's: the end is
/// looked for as often on a pipe as on a terminal.
final class ProgressReport implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(200);
    static final String ERASE_LINE = "\r\u001b[K";

    private final ProgressLines lines;
    private final long start = System.nanoTime();
    private final Thread thread;

    ProgressReport(Daemon daemon, Terminal terminal) {
        lines = new ProgressLines(daemon::progress, terminal);
        thread = Thread.ofVirtual().name("progress").start(this::report);
    }

    private void report() {
        try {
            while (lines.tell(Duration.ofNanos(System.nanoTime() - start))) Thread.sleep(BEAT);
        } catch (InterruptedException e) {
            lines.end();
        }
    }

    /// What to say to who ends an import before it has caught up; to be asked while the daemon runs.
    Optional<String> parting() {
        return lines.parting();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
