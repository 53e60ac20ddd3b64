package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How far a link has come, from the wish for it to its end.
///
/// @param since  the phase is; while it ends, since that began
/// @param opened the child was started, or the socket connected
/// @param end    why it ends; null: it does not
record Course(
        Phase phase, Tick since, boolean opened, @Nullable End end) {
    /// After its standard output a child may go on so long, so that its end tells the cause.
    static final Duration LINGER = Duration.ofSeconds(1);
    /// A child is sent SIGTERM so long after its standard input was closed,
    static final Duration TERMINATE = Duration.ofSeconds(1);
    /// and SIGKILL so long after that was closed.
    static final Duration KILL = Duration.ofSeconds(3);

    enum Phase {
        /// Asked for.
        OPENING,
        /// The link stands.
        UP,
        /// The child's standard output has ended, and the child was not reaped yet.
        LOST,
        /// It is to end; standard input was closed, as far as there is one.
        ENDING,
        /// SIGTERM was sent.
        TERMINATED,
        /// SIGKILL was sent.
        KILLED
    }

    /// @param wanted by us
    /// @param cause  such as `operator`, `silent`, `exit_code`
    record End(boolean wanted, String cause) {}

    static Course begin(Tick now) {
        return new Course(Phase.OPENING, now, false, null);
    }

    /// The child runs, or the socket is connected. One that is to end already ends from now.
    Course open(Tick now) {
        return new Course(phase == Phase.OPENING ? Phase.UP : phase, now, true, end);
    }

    /// What is waited for in this phase is waited for anew.
    Course waiting(Tick now) {
        return new Course(phase, now, opened, end);
    }

    Course lost(Tick now) {
        return new Course(Phase.LOST, now, opened, end);
    }

    Course ending(End why, Tick now) {
        return new Course(Phase.ENDING, now, opened, why);
    }

    Course terminated() {
        return new Course(Phase.TERMINATED, since, opened, end);
    }

    Course killed() {
        return new Course(Phase.KILLED, since, opened, end);
    }

    boolean due(Tick now) {
        return moments().anyMatch(now::reached);
    }

    /// The moment at which the next step of ending is due, or the link is given up.
    Stream<Tick> moments() {
        return switch (phase) {
            case OPENING, UP, KILLED -> Stream.of();
            case LOST -> Stream.of(since.plus(LINGER));
            case ENDING -> opened ? Stream.of(since.plus(TERMINATE)) : Stream.of();
            case TERMINATED -> Stream.of(since.plus(KILL));
        };
    }
}
