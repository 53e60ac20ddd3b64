package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which threads of the user's app-server are listened to, and how that does no harm (SPEC 5.2). Immutable;
/// a new link begins with a new one. On a link to our own child it never wants anything.
///
/// A thread is listened to when this link was told that it became active, and the server, asked directly
/// before, names it among those that it runs: resuming any other thread would take it from whoever runs it.
/// A thread that is idle is let go of. What the server asks is noted and never answered: any answer decides
/// for the user.
///
/// @param onShared  whether the server is the user's own
/// @param looks     the number of the last `thread/loaded/list`
/// @param watched   by id
/// @param questions that wait, in the order in which they were asked
/// @param dropped   threads and questions that were more than fit
public record ThreadWatch(
        boolean onShared,
        long looks,
        SortedMap<String, WatchedThread> watched,
        List<Question> questions,
        long dropped) {
    /// Between two tries of a thread whose file is not there yet: within 25 to 50 ms.
    public static final Duration RETRY = Duration.ofMillis(30);
    /// Between two tries when the server is too busy.
    public static final Duration RETRY_BUSY = Calls.RETRY_FIRST;
    /// The message of a resume that a server was too busy for.
    public static final String BUSY = "the server is overloaded";
    /// How long is tried.
    public static final Duration RETRIES = Duration.ofSeconds(2);
    /// How long an idle thread is heard on for the end of its turn, which comes after.
    public static final Duration LINGER = Duration.ofSeconds(1);
    public static final int THREADS_MAX = 1024;
    public static final int QUESTIONS_MAX = 256;

    public ThreadWatch {
        watched = Collections.unmodifiableSortedMap(new TreeMap<>(watched));
        questions = List.copyOf(questions);
    }

    /// On the user's own server.
    public static ThreadWatch shared() {
        return new ThreadWatch(true, 0, new TreeMap<>(), List.of(), 0);
    }

    /// On our own child: nothing is ever sent.
    public static ThreadWatch ownChild() {
        return new ThreadWatch(false, 0, new TreeMap<>(), List.of(), 0);
    }

    /// What follows from what was heard.
    public Step on(Sign sign, Tick now) {
        return switch (sign) {
            case Sign.Started(var id, var active, var ephemeral) ->
                thread(id, one -> one.started(active, ephemeral, now));
            case Sign.Status(var id, var active) ->
                (active ? this : unasked(id)).thread(id, one -> one.status(active, now));
            case Sign.TurnOver(var id) -> unasked(id).known(id, WatchedThread::turnOver);
            case Sign.Closed(var id) -> new Step(without(id), List.of());
            case Sign.Listed listed -> listed.look == 0 ? listedToOthers(listed) : listed(listed, now);
            case Sign.NotListed(var look) -> asker(look, one -> one.notListed(now));
            case Sign.Resumed(var id) -> thread(id, WatchedThread::resumed);
            case Sign.NotResumed(var id, var message) -> known(id, one -> one.notResumed(message, now));
            case Sign.ResumeUnanswered(var id) -> known(id, WatchedThread::unanswered);
            case Sign.Unsubscribed(var id) -> known(id, one -> one.unsubscribed(now));
            case Sign.Asked(var question) -> new Step(asked(question), List.of());
            case Sign.Resolved(var id) -> new Step(resolved(id), List.of());
            case Sign.Time() -> time(now);
        };
    }

    /// When {@link Sign.Time} has something to do; empty: never.
    public Optional<Tick> next() {
        return watched.values().stream().flatMap(one -> one.next().stream()).min(Comparator.naturalOrder());
    }

    /// In the order of their ids.
    public List<Known> threads() {
        return watched.values().stream()
                .map(one -> new Known(one.id(), one.heard(), one.idle()))
                .toList();
    }

    private interface Change {
        WatchedThread.Next of(WatchedThread thread);
    }

    private Step known(String id, Change change) {
        var one = watched.get(id);
        return one == null ? new Step(this, List.of()) : changed(change.of(one));
    }

    private Step thread(String id, Change change) {
        if (watched.containsKey(id)) return known(id, change);
        var room = watched.size() < THREADS_MAX ? this : withoutOneQuiet();
        if (room.watched.size() >= THREADS_MAX)
            return new Step(new ThreadWatch(onShared, looks, watched, questions, dropped + 1), List.of());
        return room.changed(change.of(WatchedThread.quiet(id)));
    }

    private ThreadWatch withoutOneQuiet() {
        var quiet = watched.values().stream().filter(WatchedThread::dispensable).findFirst();
        if (quiet.isEmpty()) return this;
        var without = without(quiet.get().id());
        return new ThreadWatch(onShared, looks, without.watched, without.questions, dropped + 1);
    }

    /// Takes the next value of a thread. On our own child only whether it is there is known.
    private Step changed(WatchedThread.Next next) {
        var threads = new TreeMap<>(watched);
        if (!onShared) {
            threads.put(next.thread().id(), WatchedThread.quiet(next.thread().id()));
            return new Step(new ThreadWatch(false, 0, threads, questions, dropped), List.of());
        }
        if (!next.looks()) {
            threads.put(next.thread().id(), next.thread());
            return new Step(new ThreadWatch(true, looks, threads, questions, dropped), next.acts());
        }
        long look = looks + 1;
        threads.put(next.thread().id(), next.thread().asking(look));
        var acts = List.<Act>of(new Act.Loaded(look, null));
        return new Step(new ThreadWatch(true, look, threads, questions, dropped), acts);
    }

    private Step asker(long look, Change change) {
        return watched.values().stream()
                .filter(one -> one.asks(look))
                .findFirst()
                .map(one -> changed(change.of(one)))
                .orElseGet(() -> new Step(this, List.of()));
    }

    private Step listed(Sign.Listed listed, Tick now) {
        return asker(listed.look, one -> one.listed(listed, now));
    }

    /// The whole list tells which threads there are, but nothing of when they became active.
    private Step listedToOthers(Sign.Listed listed) {
        var named = new java.util.TreeSet<>(listed.threadIds);
        var threads = new TreeMap<>(watched);
        if (listed.cursor == null) threads.values().removeIf(one -> one.dispensable() && !named.contains(one.id()));
        for (var id : named) if (threads.size() < THREADS_MAX) threads.putIfAbsent(id, WatchedThread.quiet(id));
        return new Step(new ThreadWatch(onShared, looks, threads, questions, dropped), List.of());
    }

    private ThreadWatch without(String id) {
        var threads = new TreeMap<>(watched);
        threads.remove(id);
        return new ThreadWatch(onShared, looks, threads, unasked(id).questions, dropped);
    }

    /// A thread that is not at work waits for nobody, though its server may say so only to who still listens.
    private ThreadWatch unasked(String id) {
        var others = questions.stream().filter(one -> !one.threadId.equals(id)).toList();
        return new ThreadWatch(onShared, looks, watched, others, dropped);
    }

    /// The server repeats what waits to those who come later: the same question is one.
    private ThreadWatch asked(Question question) {
        var waiting = new ArrayList<>(questions);
        if (waiting.stream().anyMatch(one -> one.requestId.equals(question.requestId))) return this;
        boolean full = waiting.size() >= QUESTIONS_MAX;
        if (full) waiting.removeFirst();
        waiting.add(question);
        return new ThreadWatch(onShared, looks, watched, waiting, dropped + (full ? 1 : 0));
    }

    private ThreadWatch resolved(String requestId) {
        var waiting = questions.stream()
                .filter(one -> !one.requestId.equals(requestId))
                .toList();
        return new ThreadWatch(onShared, looks, watched, waiting, dropped);
    }

    private Step time(Tick now) {
        var watch = this;
        var acts = new ArrayList<Act>();
        for (var one : watched.values()) {
            var step = watch.known(one.id(), thread -> thread.time(now));
            watch = step.watch;
            acts.addAll(step.acts);
        }
        return new Step(watch, acts);
    }

    /// The next value, and what is to be sent, in order.
    public record Step(ThreadWatch watch, List<Act> acts) {
        public Step {
            acts = List.copyOf(acts);
        }
    }

    /// What is to be sent.
    public sealed interface Act {
        /// `thread/loaded/list`; its answer is {@link Sign.Listed} or {@link Sign.NotListed} with the same
        /// look.
        ///
        /// @param cursor null: from the beginning
        record Loaded(long look, @Nullable String cursor) implements Act {}

        /// `thread/resume` with `excludeTurns: true`.
        record Resume(String threadId) implements Act {}

        /// `thread/unsubscribe`.
        record Unsubscribe(String threadId) implements Act {}
    }

    /// What was heard.
    public sealed interface Sign {
        /// `thread/started`.
        ///
        /// @param active    whether the type of its status is `active`
        /// @param ephemeral as the thread says: it has no file, and cannot be resumed
        record Started(String threadId, boolean active, boolean ephemeral) implements Sign {}

        /// `thread/status/changed`.
        ///
        /// @param active whether its type is `active`
        record Status(String threadId, boolean active) implements Sign {}

        /// `turn/completed`.
        record TurnOver(String threadId) implements Sign {}

        /// `thread/closed`, `thread/deleted`.
        record Closed(String threadId) implements Sign {}

        /// The answer to `thread/loaded/list`.
        ///
        /// @param look   as the act said; 0: asked by others (handshake, heartbeat)
        /// @param cursor of the next page, or null
        record Listed(
                long look, List<String> threadIds, @Nullable String cursor) implements Sign {
            public Listed {
                threadIds = List.copyOf(threadIds);
            }
        }

        /// It was not answered, or by an error.
        record NotListed(long look) implements Sign {}

        record Resumed(String threadId) implements Sign {}

        /// @param message of the error
        record NotResumed(String threadId, String message) implements Sign {}

        /// No answer in time: it may have been done, or be done yet.
        record ResumeUnanswered(String threadId) implements Sign {}

        /// `thread/unsubscribe` was answered, or not in time.
        record Unsubscribed(String threadId) implements Sign {}

        /// A request of the server that belongs to a thread.
        record Asked(Question question) implements Sign {}

        /// `serverRequest/resolved`.
        ///
        /// @param requestId JSON
        record Resolved(String requestId) implements Sign {}

        record Time() implements Sign {}
    }

    /// A thread of the server.
    ///
    /// @param heard whether its items are streamed to us
    /// @param idle  whether the server said on this link that nothing goes on in it
    public record Known(String id, boolean heard, boolean idle) {}

    /// What waits for the user: shown, never answered.
    ///
    /// @param requestId JSON
    /// @param itemId    that waits for it, or null
    /// @param summary   redacted
    /// @param since     epoch milliseconds
    public record Question(
            String requestId,
            String method,
            String threadId,
            @Nullable String itemId,
            String summary,
            long since) {}
}
