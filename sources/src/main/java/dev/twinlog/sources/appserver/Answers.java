package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.Act.Question;
import dev.twinlog.sources.appserver.supervision.AuthSignal;
import dev.twinlog.sources.appserver.supervision.Calls;
import dev.twinlog.sources.appserver.supervision.Calls.Outcome;
import dev.twinlog.sources.appserver.supervision.Signal;
import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Act;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the end of a request means to who had it asked.
final class Answers {
    /// For what the watch of threads asks.
    static final Duration PATIENCE = Calls.PATIENCE;

    private Answers() {}

    /// What supervision is told; null: nothing, since its own clock tells it, or the link is gone.
    ///
    /// @param result when it was answered by one
    static @Nullable Signal signal(
            long generation,
            Question question,
            Outcome outcome,
            @Nullable RawJson result,
            UnaryOperator<String> clean) {
        if (outcome instanceof Outcome.LinkLost) return null;
        return switch (question) {
            case INITIALIZE -> initialized(generation, outcome, clean);
            case INITIALIZED -> null;
            case ACCOUNT -> new Signal.AccountAnswered(generation, account(outcome, result, clean));
            case LOADED -> new Signal.ListAnswered(generation);
        };
    }

    private static @Nullable Signal initialized(long generation, Outcome outcome, UnaryOperator<String> clean) {
        return switch (outcome) {
            case Outcome.Answered() -> new Signal.Initialized(generation, null);
            case Outcome.Failed(var code, var message) ->
                new Signal.Initialized(generation, code + " " + clean.apply(message));
            case Outcome.TimedOut(), Outcome.LinkLost(), Outcome.Refused() -> null;
        };
    }

    /// What the end of `account/read` reports.
    static AuthSignal account(Outcome outcome, @Nullable RawJson result, UnaryOperator<String> clean) {
        return result == null
                ? new AuthSignal.Unreadable(words("account/read", outcome, clean))
                : Cleaned.of(Said.account(result), clean);
    }

    /// Why a request has no result.
    static String words(String method, Outcome outcome, UnaryOperator<String> clean) {
        return switch (outcome) {
            case Outcome.Answered() -> method + " was answered by nothing";
            case Outcome.Failed(var code, var message) ->
                method + " was answered by error " + code + ": " + clean.apply(message);
            case Outcome.TimedOut() -> method + " was not answered in time";
            case Outcome.LinkLost() -> method + " was not answered: the link to the app-server was lost; try again";
            case Outcome.Refused() -> method + " was not asked: too many requests wait for their answers; try again";
        };
    }

    static String method(Act act) {
        return switch (act) {
            case Act.Loaded _ -> "thread/loaded/list";
            case Act.Resume _ -> "thread/resume";
            case Act.Unsubscribe _ -> "thread/unsubscribe";
        };
    }

    static String params(Act act) {
        return switch (act) {
            case Act.Loaded(var _, var cursor) -> cursor == null ? "{}" : "{\"cursor\":" + RawJson.quote(cursor) + "}";
            case Act.Resume(var id) -> "{\"threadId\":" + RawJson.quote(id) + ",\"excludeTurns\":true}";
            case Act.Unsubscribe(var id) -> "{\"threadId\":" + RawJson.quote(id) + "}";
        };
    }

    /// What the watch of threads is told; null: nothing, since the link is gone.
    static @Nullable Sign sign(Act act, Outcome outcome, @Nullable RawJson result) {
        if (outcome instanceof Outcome.LinkLost) return null;
        return switch (act) {
            case Act.Loaded(var look, var _) -> result == null ? new Sign.NotListed(look) : Said.listed(look, result);
            case Act.Resume(var id) -> resumed(id, outcome);
            case Act.Unsubscribe(var id) -> new Sign.Unsubscribed(id);
        };
    }

    private static Sign resumed(String id, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered() -> new Sign.Resumed(id);
            case Outcome.Failed(var code, var message) ->
                new Sign.NotResumed(id, code == Calls.OVERLOADED ? ThreadWatch.BUSY : message);
            case Outcome.Refused() -> new Sign.NotResumed(id, "too many requests are pending");
            case Outcome.TimedOut(), Outcome.LinkLost() -> new Sign.ResumeUnanswered(id);
        };
    }
}
