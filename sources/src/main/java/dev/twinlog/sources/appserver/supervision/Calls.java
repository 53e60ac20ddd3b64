package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requests of a link that wait for their answers. Immutable; ids go up over all generations, so an answer never
/// meets a request of another one.
///
/// @param <T> what a request was asked for: given back with its outcome
public record Calls<T>(long generation) {
    public static final int PENDING_MAX = 256;
    /// For the handshake, and for what concerns the account.
    public static final Duration PATIENCE_SHORT = Duration.ofSeconds(10);
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /// None pending, in no generation.
    public static <T> Calls<T> none() {
        throw new UnsupportedOperationException();
    }

    /// A new generation begins: what is pending has lost its link.
    public Step<T> begin(long generation) {
        throw new UnsupportedOperationException();
    }

    /// Asks. When too many are pending it ends at once, with {@link Outcome.Refused}.
    ///
    /// @param params JSON of an object, or null
    public Step<T> ask(T purpose, String method, @Nullable String params, Duration patience, Tick now) {
        throw new UnsupportedOperationException();
    }

    /// A result came.
    public Step<T> answered(long generation, long id) {
        throw new UnsupportedOperationException();
    }

    /// An error came. That the server is overloaded (-32001) is asked again, within the request's patience.
    ///
    /// @param roll in [0, 1), for the jitter
    public Step<T> failed(long generation, long id, long code, String message, Tick now, double roll) {
        throw new UnsupportedOperationException();
    }

    /// Time has passed: what is late has timed out, what is due is sent again.
    public Step<T> due(Tick now) {
        throw new UnsupportedOperationException();
    }

    /// When [#due] has something to do; empty: never.
    public Optional<Tick> next() {
        throw new UnsupportedOperationException();
    }

    public int pending() {
        throw new UnsupportedOperationException();
    }

    /// @param calls the next value
    /// @param sends what is to be sent now, in order
    /// @param ends  requests that are over, each once
    /// @param late  answers that met no request
    public record Step<T>(Calls<T> calls, List<Send> sends, List<Ended<T>> ends, int late) {
        public Step {
            sends = List.copyOf(sends);
            ends = List.copyOf(ends);
        }
    }

    /// A request to be sent.
    public record Send(long id, String method, @Nullable String params) {}

    public record Ended<T>(T purpose, String method, Outcome outcome) {}

    /// How a request ended.
    public sealed interface Outcome {
        /// The message at hand answers it.
        record Answered() implements Outcome {}

        record Failed(long code, String message) implements Outcome {}

        record TimedOut() implements Outcome {}

        /// The link went, or a new one was begun.
        record LinkLost() implements Outcome {}

        /// Too many were pending; it was not sent.
        record Refused() implements Outcome {}
    }
}
