package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known of the control socket of the user's Codex: since when it may be connected, whether it answers, and
/// whether it is left alone for a while since it did not.
///
/// @param shunned until then it is not tried; null: it may be
/// @param probe   what is known of whether it answers
record SocketWatch(SocketPresence presence, @Nullable Tick shunned, Probe probe) {
    static final SocketWatch UNKNOWN = new SocketWatch(SocketPresence.UNKNOWN, null, Probe.NONE);
    /// So long one is left alone that refused.
    static final Duration REFUSED = Duration.ofSeconds(10);
    /// So long one is left alone that took the connection and then said nothing of use.
    static final Duration DEAF = Duration.ofSeconds(60);

    /// Whether a socket answers, asked while our own child runs.
    enum Probe {
        NONE,
        ASKED,
        ANSWERS
    }

    /// Another socket is begun anew with.
    SocketWatch look(@Nullable String seen, Tick now) {
        boolean same = presence.looked() && Objects.equals(seen, presence.identity());
        var next = presence.on(seen, now);
        return same ? new SocketWatch(next, shunned, probe) : new SocketWatch(next, null, Probe.NONE);
    }

    boolean looked() {
        return presence.looked();
    }

    @Nullable
    String identity() {
        return presence.identity();
    }

    /// Whether it may be connected now.
    boolean ready(Tick now) {
        return presence.ready(now) && (shunned == null || now.reached(shunned));
    }

    /// Whether there is one that is too new to be connected.
    boolean ripening(Tick now) {
        return presence.identity() != null && !presence.ready(now);
    }

    /// Whether it should be asked if it answers.
    boolean askable(Tick now) {
        return probe == Probe.NONE && ready(now);
    }

    boolean answers() {
        return probe == Probe.ANSWERS;
    }

    SocketWatch shun(Tick now, Duration time) {
        return new SocketWatch(presence, now.plus(time), Probe.NONE);
    }

    SocketWatch unshunned() {
        return new SocketWatch(presence, null, Probe.NONE);
    }

    SocketWatch unasked() {
        return new SocketWatch(presence, shunned, Probe.NONE);
    }

    SocketWatch asked() {
        return new SocketWatch(presence, shunned, Probe.ASKED);
    }

    /// What came of a probe; nothing when another socket has taken the place of the one that was asked.
    SocketWatch probed(String which, boolean answers, Tick now) {
        if (probe != Probe.ASKED || !which.equals(presence.identity())) return this;
        return answers ? new SocketWatch(presence, shunned, Probe.ANSWERS) : shun(now, REFUSED);
    }

    /// Moments at which it may become ready.
    Stream<Tick> moments() {
        return Stream.of(presence.next(), Optional.ofNullable(shunned)).flatMap(Optional::stream);
    }
}
