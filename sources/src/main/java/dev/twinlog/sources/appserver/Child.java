package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A running child: a process in a session of its own, with a guard that ends it and all that it started when this
/// process dies. Safe for use by many threads; no method but [#awaitEnd] waits for the child.
final class Child implements AutoCloseable {
    /// What is kept of its standard error, from the end.
    static final int STDERR_BYTES_MAX = 16 << 10;

    private Child() {}

    /// Starts a child; returns when its guard stands and it runs.
    ///
    /// @param listener of what it says; its `closed` comes when standard output ends
    /// @param ended    is told of the end once, after the child was reaped and what it left behind was ended
    /// @throws IOException when it cannot be started: what, where, why
    static Child start(ChildSpec spec, Wire.Listener listener, Consumer<End> ended) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Its process id: that of the program itself.
    long pid() {
        throw new UnsupportedOperationException();
    }

    /// Its standard input and output. Closing it closes standard input, which asks an app-server to end.
    Wire wire() {
        throw new UnsupportedOperationException();
    }

    /// SIGTERM to it and what it started; it is woken if it was stopped.
    void terminate() {
        throw new UnsupportedOperationException();
    }

    /// SIGKILL to it and what it started, whatever process group that is in by now.
    void kill() {
        throw new UnsupportedOperationException();
    }

    /// Waits for its end; empty when it still runs.
    Optional<End> awaitEnd(Duration patience) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// The end of what it wrote to standard error, redacted, control characters taken out.
    ///
    /// @param redact     takes secrets out of a text
    /// @param charactersMax of what is returned
    String stderr(UnaryOperator<String> redact, int charactersMax) {
        throw new UnsupportedOperationException();
    }

    /// Bytes of standard error that are no longer kept.
    long stderrDropped() {
        throw new UnsupportedOperationException();
    }

    /// Kills it if it still runs, and waits for its end, at most five seconds.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /// How a child ended.
    ///
    /// @param code   of its exit, or 128 and the signal's number
    /// @param signal by which it ended; 0: by itself
    record End(int code, int signal) {
        /// Such as `exit code 3`, `signal 9`.
        String words() {
            return signal == 0 ? "exit code " + code : "signal " + signal;
        }
    }
}
