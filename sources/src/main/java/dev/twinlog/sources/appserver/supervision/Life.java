package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.supervision.Course.End;
import dev.twinlog.sources.appserver.supervision.Course.Phase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// One generation: a link from the wish for it until nothing is left of it, be it a process.
record Life(long generation, Link link, Course course, Handshake handshake, Auth auth, Pulse pulse) {
    /// For the answer to `initialize`, and for the report of an account after a finished sign-in.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static Life begin(long generation, Link link, List<String> acceptedModes, Tick now) {
        return new Life(
                generation, link, Course.begin(now), Handshake.NONE, Auth.unknown(acceptedModes), Pulse.begin(now));
    }

    boolean spawned() {
        return link == Link.SPAWN;
    }

    boolean up() {
        return course.phase() == Phase.UP;
    }

    boolean ending() {
        return course.end() != null;
    }

    /// Whether it is time to give up waiting for the answer to `initialize`.
    boolean handshakeOverdue(Tick now) {
        return !handshake.initialized() && now.reached(course.since().plus(PATIENCE));
    }

    boolean beatDue(Tick now) {
        return now.reached(pulse.beat().plus(Pulse.HEARTBEAT));
    }

    boolean accountDue(Tick now) {
        return !auth.authenticated() && now.reached(pulse.account().plus(Pulse.ACCOUNT_AGAIN));
    }

    boolean accountOverdue(Tick now) {
        return auth.finished() && now.reached(pulse.account().plus(PATIENCE));
    }

    /// Moments at which something is to be done.
    Stream<Tick> moments() {
        if (!up()) return course.moments();
        if (!handshake.initialized()) return Stream.of(course.since().plus(PATIENCE));
        var always = Stream.of(
                pulse.beat().plus(Pulse.HEARTBEAT),
                pulse.heard().plus(Pulse.SILENT),
                pulse.heard().plus(Pulse.DEAD));
        if (auth.authenticated()) return always;
        var account = pulse.account().plus(auth.finished() ? PATIENCE : Pulse.ACCOUNT_AGAIN);
        return Stream.concat(always, Stream.of(account));
    }

    Life opened(Tick now) {
        return new Life(generation, link, course.open(now), handshake, auth, Pulse.begin(now));
    }

    /// Silence, and the wait for the answer to `initialize`, are counted from now.
    Life stoodStill(Tick now) {
        var heard = with(pulse.heard(now));
        return up() && !handshake.initialized() ? heard.with(course.waiting(now)) : heard;
    }

    Life ending(End why, Tick now) {
        return with(course.ending(why, now));
    }

    Life with(Course next) {
        return new Life(generation, link, next, handshake, auth, pulse);
    }

    Life with(Handshake next) {
        return new Life(generation, link, course, next, auth, pulse);
    }

    Life with(Auth next) {
        return new Life(generation, link, course, handshake, next, pulse);
    }

    Life with(Pulse next) {
        return new Life(generation, link, course, handshake, auth, next);
    }
}
