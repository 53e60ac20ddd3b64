package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which threads of the user's app-server are listened to, and how that does no harm (SPEC 5.2). Immutable; a new link
/// begins with a new one. On a link to our own child it never wants anything.
public record ThreadWatch(boolean onShared) {
    /// Between two tries of a thread whose file is not there yet: within 25 to 50 ms.
    public static final Duration RETRY = Duration.ofMillis(30);
    public static final Duration RETRIES = Duration.ofSeconds(2);
    /// How long an idle thread is heard on for the end of its turn, which comes after.
    public static final Duration LINGER = Duration.ofSeconds(1);
    public static final int THREADS_MAX = 1024;
    public static final int QUESTIONS_MAX = 256;

    /// On the user's own server.
    public static ThreadWatch shared() {
        throw new UnsupportedOperationException();
    }

    /// On our own child: nothing is ever sent.
    public static ThreadWatch ownChild() {
        throw new UnsupportedOperationException();
    }

    public Step on(Sign sign, Tick now) {
        throw new UnsupportedOperationException();
    }

    /// When {@link Sign.Time} has something to do; empty: never.
    public Optional<Tick> next() {
        throw new UnsupportedOperationException();
    }

    /// In the order of their ids.
    public List<Known> threads() {
        throw new UnsupportedOperationException();
    }

    /// That wait for the user, in the order in which they were asked.
    public List<Question> questions() {
        throw new UnsupportedOperationException();
    }

    public record Step(ThreadWatch watch, List<Act> acts) {
        public Step {
            acts = List.copyOf(acts);
        }
    }

    /// What is to be sent.
    public sealed interface Act {
        /// `thread/loaded/list`; its answer is {@link Sign.Listed} or {@link Sign.NotListed} with the same look.
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
        /// `thread/status/changed`, or the status in `thread/started`.
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
                long look, List<String> threadIds, @Nullable String cursor) implements Sign {}

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
    public record Known(String id, boolean heard) {}

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
