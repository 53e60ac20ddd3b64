package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.supervision.AuthState.NeedsLogin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that is decided about the sidecar, as one value: whether it is to run, over which link, how far it has come, and
/// what of its restart budget is left (SPEC 5). Time is an argument and never wall time.
///
/// @param last        generation that was begun
/// @param life        what lives of the last generation; null: nothing
/// @param nextStart   nothing is begun before
/// @param noProgram   why no child can be started, as the last try found; null: it did not find that
/// @param lastError   that went wrong, in words; null: nothing did
public record Supervision(
        Rules rules,
        Wish wish,
        SidecarState state,
        long last,
        @Nullable Life life,
        Spends spends,
        Backoff backoff,
        Tick nextStart,
        SocketWatch socket,
        AuthFile authFile,
        Signal.@Nullable NoProgram noProgram,
        @Nullable String lastError) {
    /// A program that may not be run is looked at again so often.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /// How it begins.
    ///
    /// @param expected  a stream is, as far as is known before the first look
    /// @param last      generation of the former run; 0: none
    /// @param crashLoop the former run ended in one
    /// @param seed      of the jitter
    public static Supervision begin(
            Rules rules, boolean expected, boolean killSwitch, long last, boolean crashLoop, long seed, Tick now) {
        return new Supervision(
                rules,
                new Wish(expected, killSwitch, false, false),
                crashLoop ? SidecarState.CRASH_LOOP : SidecarState.INACTIVE,
                last,
                null,
                Spends.NONE,
                Backoff.none(seed),
                now,
                SocketWatch.UNKNOWN,
                AuthFile.UNKNOWN,
                null,
                null);
    }

    /// How it begins when a former run has spent of the budget.
    ///
    /// @param ages of the spends, oldest first
    /// @param lastCause of the last of them
    public Supervision remembering(List<Duration> ages, @Nullable String lastCause, Tick now) {
        var budget = spends.budget();
        for (var age : ages) budget = budget.spend(new Tick(now.nanos() - age.toNanos()));
        return new Supervision(
                rules,
                wish,
                budget.exhausted(now) ? SidecarState.CRASH_LOOP : state,
                last,
                life,
                new Spends(budget, spends.total(), lastCause),
                backoff,
                nextStart,
                socket,
                authFile,
                noProgram,
                lastError);
    }

    /// What comes next, and what is to be done, in order.
    public Step on(Signal signal, Tick now) {
        return Turn.of(this, signal, now);
    }

    /// @param acts to be done, in order
    public record Step(Supervision next, List<Act> acts) {
        public Step {
            acts = List.copyOf(acts);
        }
    }

    /// The next moment at which time alone changes something; empty: none.
    public Optional<Tick> due(Tick now) {
        var own = life == null ? Stream.of(nextStart) : life.moments();
        return Stream.concat(own, socket.moments())
                .filter(moment -> !now.reached(moment))
                .min(Tick::compareTo);
    }

    public StreamGate gate(Tick now) {
        return Gate.of(this, now);
    }

    /// Of the living generation, or the last.
    public long generation() {
        return life == null ? last : life.generation();
    }

    /// Used or being made; null: none.
    public @Nullable Link link() {
        return life == null ? null : life.link();
    }

    public HandshakeState handshake() {
        return life == null ? HandshakeState.NONE : life.handshake().state();
    }

    public AuthState auth() {
        return life == null ? new NeedsLogin(null) : life.auth().state();
    }

    /// Whether the machine was looked at yet.
    public boolean looked() {
        return socket.looked();
    }

    public boolean killSwitch() {
        return wish.killSwitch();
    }

    /// By an operator.
    public boolean stopped() {
        return wish.stopped();
    }

    /// Whether frames of this generation are heard.
    public boolean hears(long generation) {
        return life != null && life.generation() == generation && life.course().opened();
    }

    /// Whether nothing lives, and nothing will: Twinlog ends, and may.
    public boolean over() {
        return wish.closing() && life == null;
    }

    /// Whether something may be begun at all.
    boolean free() {
        return life == null && wish.wanted() && state != SidecarState.CRASH_LOOP && socket.looked();
    }
}
