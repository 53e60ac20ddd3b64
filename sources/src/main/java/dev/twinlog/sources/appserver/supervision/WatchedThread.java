package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.ThreadWatch.Act;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One thread of the user's app-server, and how far listening to it has come. Immutable.
///
/// @param told   whether the server said on this link how it is
/// @param active as the server said last
public record WatchedThread(String id, boolean told, boolean active, Phase phase) {
    /// What Codex says of a thread whose first turn has not written its file yet.
    static final String NO_FILE_YET = "no rollout found";

    /// How far listening has come.
    sealed interface Phase {
        /// Not listened to, and nothing is to be done.
        record Quiet() implements Phase {}

        /// Without a file, such as those in which Codex makes up a title: the server resumes none of them.
        record Fleeting() implements Phase {}

        /// The server is asked whether it runs the thread.
        ///
        /// @param look  the number of the question; 0: it is about to be asked
        /// @param until when trying ends
        record Looking(long look, Tick until) implements Phase {}

        /// `thread/resume` was sent.
        record Resuming(Tick until) implements Phase {}

        /// Tried again at `at`.
        record Waiting(Tick at, Tick until) implements Phase {}

        /// Listened to; `sure` is false when the server did not answer.
        record Heard(boolean sure) implements Phase {}

        /// Idle, and heard on until its turn is over, or `until`.
        record Lingering(Tick until, boolean sure) implements Phase {}

        /// `thread/unsubscribe` was sent.
        record Leaving() implements Phase {}
    }

    /// @param looks whether the server is to be asked what it runs, for this thread
    /// @param acts  what else is to be sent
    record Next(WatchedThread thread, boolean looks, List<Act> acts) {}

    static WatchedThread quiet(String id) {
        return new WatchedThread(id, false, false, new Phase.Quiet());
    }

    boolean heard() {
        return switch (phase) {
            case Phase.Heard(boolean sure) -> sure;
            case Phase.Lingering(var _, boolean sure) -> sure;
            case Phase.Quiet(), Phase.Fleeting(), Phase.Looking _, Phase.Resuming _, Phase.Waiting _, Phase.Leaving() ->
                false;
        };
    }

    /// Whether it is known that nothing goes on in it.
    boolean idle() {
        return told && !active;
    }

    /// Whether nothing is lost when it is forgotten.
    boolean dispensable() {
        return phase instanceof Phase.Quiet || phase instanceof Phase.Fleeting;
    }

    boolean asks(long look) {
        return phase instanceof Phase.Looking looking && looking.look == look;
    }

    Optional<Tick> next() {
        return switch (phase) {
            case Phase.Waiting waiting -> Optional.of(waiting.at);
            case Phase.Lingering lingering -> Optional.of(lingering.until);
            case Phase.Quiet(), Phase.Fleeting(), Phase.Looking _, Phase.Resuming _, Phase.Heard _, Phase.Leaving() ->
                Optional.empty();
        };
    }

    WatchedThread asking(long look) {
        return phase instanceof Phase.Looking looking ? with(new Phase.Looking(look, looking.until)) : this;
    }

    private WatchedThread with(Phase next) {
        return new WatchedThread(id, told, active, next);
    }

    private WatchedThread as(boolean nowActive) {
        return new WatchedThread(id, true, nowActive, phase);
    }

    private Next to(Phase next) {
        return new Next(with(next), false, List.of());
    }

    private Next stays() {
        return new Next(this, false, List.of());
    }

    /// Asks the server first, whatever it said a moment ago.
    private Next looks(Tick until) {
        return new Next(with(new Phase.Looking(0, until)), true, List.of());
    }

    private Next leaves() {
        return new Next(with(new Phase.Leaving()), false, List.of(new Act.Unsubscribe(id)));
    }

    /// It was begun. What it is is told at no other time.
    Next started(boolean nowActive, boolean ephemeral, Tick now) {
        if (!ephemeral) return status(nowActive, now);
        boolean untouched = dispensable() || phase instanceof Phase.Looking || phase instanceof Phase.Waiting;
        return untouched ? as(nowActive).to(new Phase.Fleeting()) : status(nowActive, now);
    }

    Next status(boolean nowActive, Tick now) {
        var next = as(nowActive);
        return nowActive ? next.becameActive(now) : next.becameIdle(now);
    }

    private Next becameActive(Tick now) {
        return switch (phase) {
            case Phase.Quiet() -> looks(now.plus(ThreadWatch.RETRIES));
            case Phase.Lingering(var _, boolean sure) -> to(new Phase.Heard(sure));
            case Phase.Fleeting(), Phase.Looking _, Phase.Resuming _, Phase.Waiting _, Phase.Heard _, Phase.Leaving() ->
                stays();
        };
    }

    /// What was sent cannot be called back: its answer is waited for.
    private Next becameIdle(Tick now) {
        return switch (phase) {
            case Phase.Looking _, Phase.Waiting _ -> to(new Phase.Quiet());
            case Phase.Heard(boolean sure) -> to(new Phase.Lingering(now.plus(ThreadWatch.LINGER), sure));
            case Phase.Quiet(), Phase.Fleeting(), Phase.Resuming _, Phase.Lingering _, Phase.Leaving() -> stays();
        };
    }

    Next turnOver() {
        return phase instanceof Phase.Lingering ? leaves() : stays();
    }

    /// The answer to its own question.
    Next listed(Sign.Listed listed, Tick now) {
        if (!(phase instanceof Phase.Looking(long look, Tick until))) return stays();
        if (listed.threadIds().contains(id))
            return new Next(with(new Phase.Resuming(until)), false, List.of(new Act.Resume(id)));
        boolean more = listed.cursor() != null && !now.reached(until);
        if (more) return new Next(this, false, List.of(new Act.Loaded(look, listed.cursor())));
        return triesAgain(until, now, ThreadWatch.RETRY);
    }

    Next notListed(Tick now) {
        return phase instanceof Phase.Looking looking ? triesAgain(looking.until, now, ThreadWatch.RETRY) : stays();
    }

    private Next triesAgain(Tick until, Tick now, Duration wait) {
        var at = now.plus(wait);
        return to(at.reached(until) ? new Phase.Quiet() : new Phase.Waiting(at, until));
    }

    /// One that nobody waits for any more is let go of at once.
    Next resumed() {
        return switch (phase) {
            case Phase.Resuming _ -> active ? to(new Phase.Heard(true)) : leaves();
            case Phase.Quiet(), Phase.Fleeting(), Phase.Looking _, Phase.Waiting _ -> leaves();
            case Phase.Heard _, Phase.Lingering _, Phase.Leaving() -> stays();
        };
    }

    Next notResumed(String message, Tick now) {
        if (!(phase instanceof Phase.Resuming resuming)) return stays();
        if (active && message.contains(NO_FILE_YET)) return triesAgain(resuming.until, now, ThreadWatch.RETRY);
        boolean busy = active && message.equals(ThreadWatch.BUSY);
        return busy ? triesAgain(resuming.until, now, ThreadWatch.RETRY_BUSY) : to(new Phase.Quiet());
    }

    /// It may be heard, so it is let go of like one that is.
    Next unanswered() {
        if (!(phase instanceof Phase.Resuming)) return stays();
        return active ? to(new Phase.Heard(false)) : leaves();
    }

    Next unsubscribed(Tick now) {
        if (!(phase instanceof Phase.Leaving)) return stays();
        return active ? looks(now.plus(ThreadWatch.RETRIES)) : to(new Phase.Quiet());
    }

    Next time(Tick now) {
        return switch (phase) {
            case Phase.Waiting(Tick at, Tick until) -> now.reached(at) ? looks(until) : stays();
            case Phase.Lingering(Tick until, var _) -> now.reached(until) ? leaves() : stays();
            case Phase.Quiet(), Phase.Fleeting(), Phase.Looking _, Phase.Resuming _, Phase.Heard _, Phase.Leaving() ->
                stays();
        };
    }
}
