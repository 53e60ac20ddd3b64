package dev.twinlog.app.cli;

import dev.twinlog.app.Daemon;
import java.time.Duration;

/// Tells on stderr how an import goes, until it has caught up: a line that is drawn anew on a terminal,
/// plain lines now and
/// then elsewhere.
final class ProgressReport implements AutoCloseable {
    private static final Duration REDRAWN = Duration.ofMillis(200);
    private static final Duration REPEATED = Duration.ofSeconds(5);
    static final String ERASE_LINE = "\r\u001b[K";

    private final Daemon daemon;
    private final Terminal terminal;
    private final long start = System.nanoTime();
    private final Thread thread;

    ProgressReport(Daemon daemon, Terminal terminal) {
        this.daemon = daemon;
        this.terminal = terminal;
        thread = Thread.ofVirtual().name("progress").start(this::report);
    }

    private void report() {
        try {
            var pause = terminal.errShown() ? REDRAWN : REPEATED;
            while (!daemon.progress().caughtUp()) {
                if (terminal.errShown()) draw();
                else if (daemon.progress().bytesDone() > 0) terminal.err().println(line(0));
                Thread.sleep(pause);
            }
            terminal.err().println((terminal.errShown() ? ERASE_LINE : "") + line(0));
        } catch (InterruptedException e) {
            if (terminal.errShown()) terminal.err().println();
        }
    }

    private void draw() {
        terminal.err().print(ERASE_LINE + line(terminal.columns()));
        terminal.err().flush();
    }

    private String line(int columns) {
        return ProgressLine.of(daemon.progress(), Duration.ofNanos(System.nanoTime() - start), columns);
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
