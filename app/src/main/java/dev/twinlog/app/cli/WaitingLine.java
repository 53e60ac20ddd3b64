package dev.twinlog.app.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A line on a terminal that says that an answer takes its time, drawn from the first second of waiting on and wiped
/// away before the answer. Elsewhere it is nothing.
final class WaitingLine implements AutoCloseable {
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final Duration BEFORE = Duration.ofMillis(600);
    private static final Duration REDRAWN = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final String what;
    private final @Nullable Thread thread;

    WaitingLine(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        thread = terminal.errShown()
                ? Thread.ofPlatform().name("waiting").daemon().start(this::draw)
                : null;
    }

    private void draw() {
        long start = System.nanoTime();
        boolean drawn = false;
        try {
            Thread.sleep(BEFORE);
            while (true) {
                var waited = Words.length(Duration.ofNanos(System.nanoTime() - start));
                print(ProgressReport.ERASE_LINE + what + ": at work for " + waited + " …");
                drawn = true;
                Thread.sleep(REDRAWN);
            }
        } catch (InterruptedException e) {
            if (drawn) print(ProgressReport.ERASE_LINE);
        }
    }

    private void print(String text) {
        terminal.err().print(text);
        terminal.err().flush();
    }

    /// The stream, which ends the line before its first byte.
    OutputStream before(OutputStream out) {
        return thread == null ? out : new Ending(out);
    }

    /// The terminal, on which the first byte that is shown ends the line; so it also tells that an answer is rendered.
    /// Who writes to it flushes both of its streams.
    Terminal before() {
        return thread == null ? terminal : terminal.over(stream(terminal.out()), stream(terminal.err()));
    }

    private PrintStream stream(PrintStream to) {
        return new PrintStream(
                new BufferedOutputStream(before((OutputStream) to), BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (thread == null || !thread.isAlive()) return;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Ending extends FilterOutputStream {
        Ending(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            WaitingLine.this.close();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            WaitingLine.this.close();
            out.write(bytes, offset, length);
        }
    }
}
