package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The requests of a link that wait for their answers. Immutable; ids go up over all generations, so an
/// answer never meets a request of another one.
///
/// @param <T>        what a request was asked for: given back with its outcome
/// @param generation of the link
/// @param lastId     that was given; 0: none yet
/// @param waiting    by id
public record Calls<T>(long generation, long lastId, SortedMap<Long, Waiting<T>> waiting) {
    public static final int PENDING_MAX = 256;
    /// Of these so many are kept for what supervision itself asks, such as the heartbeat.
    static final int KEPT = 16;
    /// For the handshake, and for what concerns the account.
    public static final Duration PATIENCE_SHORT = Duration.ofSeconds(10);
    public static final Duration PATIENCE = Duration.ofSeconds(30);
    /// The first wait of a request that the server was too busy for; it doubles, up to the last.
    public static final Duration RETRY_FIRST = Duration.ofMillis(200);
    public static final Duration RETRY_LAST = Duration.ofSeconds(3);
    /// Of JSON-RPC as Codex speaks it: the server is too busy.
    public static final long OVERLOADED = -32001;
    /// It may only follow a list of the threads that the server runs, so whoever asks for it asks for that again first
    /// (SPEC 5.2).
    static final String NEVER_BY_ITSELF = "thread/resume";

    public Calls {
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    }

    /// None pending, in no generation.
    public static <T> Calls<T> none() {
        return new Calls<>(0, 0, new TreeMap<>());
    }

    /// A new generation begins: what is pending has lost its link.
    public Step<T> begin(long generation) {
        var ends = waiting.values().stream()
                .map(each -> each.ended(new Outcome.LinkLost()))
                .toList();
        return new Step<>(new Calls<>(generation, lastId, new TreeMap<>()), List.of(), ends, 0);
    }

    /// Asks. When too many are pending it ends at once, with {@link Outcome.Refused}.
    ///
    /// @param params JSON of an object, or null
    public Step<T> ask(T purpose, String method, @Nullable String params, Duration patience, Tick now) {
        return ask(purpose, method, params, patience, now, PENDING_MAX);
    }

    /// The same for what others want, with less room: who asks for much does not make the server look silent.
    public Step<T> askForOthers(T purpose, String method, @Nullable String params, Duration patience, Tick now) {
        return ask(purpose, method, params, patience, now, PENDING_MAX - KEPT);
    }

    private Step<T> ask(
            T purpose, String method, @Nullable String params, Duration patience, Tick now, int pendingMax) {
        var asked = new Waiting<>(purpose, method, params, now.plus(patience), 0, null);
        if (waiting.size() >= pendingMax)
            return new Step<>(this, List.of(), List.of(asked.ended(new Outcome.Refused())), 0);
        return sent(new TreeMap<>(waiting), List.of(asked), List.of());
    }

    /// Sends requests under new ids.
    private Step<T> sent(TreeMap<Long, Waiting<T>> rest, List<Waiting<T>> asked, List<Ended<T>> ends) {
        var sends = new ArrayList<Send>();
        long id = lastId;
        for (var each : asked) {
            rest.put(++id, each.underWay());
            sends.add(new Send(id, each.method, each.params));
        }
        return new Step<>(new Calls<>(generation, id, rest), sends, ends, 0);
    }

    /// A result came.
    public Step<T> answered(long generation, long id) {
        return over(generation, id, new Outcome.Answered());
    }

    private Step<T> over(long ofGeneration, long id, Outcome outcome) {
        var met = met(ofGeneration, id);
        if (met == null) return new Step<>(this, List.of(), List.of(), 1);
        return new Step<>(without(id), List.of(), List.of(met.ended(outcome)), 0);
    }

    /// The request that is under way by this id. One that waits to be sent again has no id that could be
    /// answered.
    private @Nullable Waiting<T> met(long ofGeneration, long id) {
        var met = ofGeneration == generation ? waiting.get(id) : null;
        return met == null || met.again != null ? null : met;
    }

    private Calls<T> without(long id) {
        var rest = new TreeMap<>(waiting);
        rest.remove(id);
        return new Calls<>(generation, lastId, rest);
    }

    /// An error came. That the server is overloaded (-32001) is asked again, within the request's patience, unless it
    /// is {@link #NEVER_BY_ITSELF}.
    ///
    /// @param roll in [0, 1), for the jitter
    public Step<T> failed(long generation, long id, long code, String message, Tick now, double roll) {
        var met = met(generation, id);
        if (met != null && code == OVERLOADED && !met.method.equals(NEVER_BY_ITSELF)) {
            var again = now.plus(backoff(met.tries, roll));
            if (!again.reached(met.deadline)) {
                var rest = new TreeMap<>(waiting);
                rest.put(id, met.waitingUntil(again));
                return new Step<>(new Calls<>(this.generation, lastId, rest), List.of(), List.of(), 0);
            }
        }
        return over(generation, id, new Outcome.Failed(code, message));
    }

    /// Between half and the whole of the doubled wait.
    private static Duration backoff(int tries, double roll) {
        long whole = Math.min(RETRY_FIRST.toNanos() << Math.min(tries, 10), RETRY_LAST.toNanos());
        return Duration.ofNanos(Math.round(whole * (1 + roll) / 2));
    }

    /// Time has passed: what is late has timed out, what is due is sent again.
    public Step<T> due(Tick now) {
        var rest = new TreeMap<Long, Waiting<T>>();
        var again = new ArrayList<Waiting<T>>();
        var ends = new ArrayList<Ended<T>>();
        waiting.forEach((id, each) -> {
            if (now.reached(each.deadline)) ends.add(each.ended(new Outcome.TimedOut()));
            else if (each.again != null && now.reached(each.again)) again.add(each);
            else rest.put(id, each);
        });
        return sent(rest, again, ends);
    }

    /// This process stood still for so long: nobody knows whether anything was answered meanwhile, so all answers are
    /// waited for as much longer.
    public Calls<T> stoodStill(Duration gone) {
        var rest = new TreeMap<Long, Waiting<T>>();
        waiting.forEach((id, each) -> rest.put(id, each.longer(gone)));
        return new Calls<>(generation, lastId, rest);
    }

    /// When [#due] has something to do; empty: never.
    public Optional<Tick> next() {
        return waiting.values().stream()
                .flatMap(each -> Stream.of(each.deadline, each.again == null ? each.deadline : each.again))
                .min(Comparator.naturalOrder());
    }

    public int pending() {
        return waiting.size();
    }

    /// A request that waits.
    ///
    /// @param tries that were answered by an overload
    /// @param again when it is sent again; null: it is under way
    public record Waiting<T>(
            T purpose,
            String method,
            @Nullable String params,
            Tick deadline,
            int tries,
            @Nullable Tick again) {
        private Ended<T> ended(Outcome outcome) {
            return new Ended<>(purpose, method, outcome);
        }

        private Waiting<T> underWay() {
            return new Waiting<>(purpose, method, params, deadline, tries, null);
        }

        private Waiting<T> longer(Duration by) {
            return new Waiting<>(purpose, method, params, deadline.plus(by), tries, again);
        }

        private Waiting<T> waitingUntil(Tick tick) {
            return new Waiting<>(purpose, method, params, deadline, tries + 1, tick);
        }
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

    /// A request that is over.
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
