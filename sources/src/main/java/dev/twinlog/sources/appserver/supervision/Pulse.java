package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a link was heard, and when it was asked.
///
/// @param heard   the last well-formed message
/// @param babble  what came since that is no message; null: nothing
/// @param beat    the last `thread/loaded/list` was asked
/// @param account the last `account/read` was
/// @param well    the handshake was done; null: it is not
record Pulse(
        Tick heard,
        @Nullable String babble,
        Tick beat,
        Tick account,
        @Nullable Tick well) {
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    /// Silence that shuts the gate.
    static final Duration SILENT = Duration.ofSeconds(15);
    /// Silence that ends the link.
    static final Duration DEAD = Duration.ofSeconds(30);
    /// As long as nobody is signed in, the account is asked for again so often.
    static final Duration ACCOUNT_AGAIN = Duration.ofSeconds(30);

    static Pulse begin(Tick now) {
        return new Pulse(now, null, now, now, null);
    }

    Pulse heard(Tick now) {
        return new Pulse(now, null, beat, account, well);
    }

    Pulse babbling(String what) {
        return new Pulse(heard, what, beat, account, well);
    }

    Pulse beaten(Tick now) {
        return new Pulse(heard, babble, now, account, well);
    }

    Pulse accountAsked(Tick now) {
        return new Pulse(heard, babble, beat, now, well);
    }

    Pulse ready(Tick now) {
        return new Pulse(heard, babble, beat, account, now);
    }

    boolean silent(Tick now) {
        return now.reached(heard.plus(SILENT));
    }

    boolean dead(Tick now) {
        return now.reached(heard.plus(DEAD));
    }

    /// Whether it was well for so long that the next failure is the first again.
    boolean stable(Tick now) {
        return well != null && now.reached(well.plus(Backoff.STABLE));
    }
}
