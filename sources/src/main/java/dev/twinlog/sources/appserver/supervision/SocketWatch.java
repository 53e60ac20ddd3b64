package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is known of the control socket of the user's Codex. One that was there at the first look may be connected at
/// once,
/// one that appears later after a while, so that the user's own client is the first to give its name (SPEC 5.2).
///
/// @param looked   whether it was looked for at all
/// @param identity of the socket that is there; null: none is
/// @param ripeAt   when it may be connected
/// @param shunned  until then it is not tried, since it did not answer; null: it may be
/// @param probe    what is known of whether it answers
record SocketWatch(
        boolean looked,
        @Nullable String identity,
        Tick ripeAt,
        @Nullable Tick shunned,
        Probe probe) {
    static final SocketWatch UNKNOWN = new SocketWatch(false, null, Tick.ZERO, null, Probe.NONE);
    /// So long after it appeared a socket is connected.
    static final Duration RIPENS = Duration.ofSeconds(5);
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

    SocketWatch look(@Nullable String seen, Tick now) {
        if (!looked) return new SocketWatch(true, seen, now, null, Probe.NONE);
        if (Objects.equals(seen, identity)) return this;
        return new SocketWatch(true, seen, now.plus(RIPENS), null, Probe.NONE);
    }

    /// Whether it may be connected now.
    boolean ready(Tick now) {
        return identity != null && now.reached(ripeAt) && (shunned == null || now.reached(shunned));
    }

    /// Whether it is too new to be connected.
    boolean ripening(Tick now) {
        return identity != null && !now.reached(ripeAt);
    }

    SocketWatch shun(Tick now, Duration time) {
        return new SocketWatch(looked, identity, ripeAt, now.plus(time), Probe.NONE);
    }

    SocketWatch unshunned() {
        return new SocketWatch(looked, identity, ripeAt, null, Probe.NONE);
    }

    SocketWatch with(Probe next) {
        return new SocketWatch(looked, identity, ripeAt, shunned, next);
    }

    /// What came of a probe; nothing when another socket has taken the place of the one that was asked.
    SocketWatch probed(String asked, boolean answers, Tick now) {
        if (probe != Probe.ASKED || !asked.equals(identity)) return this;
        return answers ? with(Probe.ANSWERS) : shun(now, REFUSED);
    }
}
