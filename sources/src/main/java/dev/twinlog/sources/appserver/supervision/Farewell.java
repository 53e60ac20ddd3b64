package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.sources.appserver.supervision.Course.End;
import dev.twinlog.sources.appserver.supervision.Course.Phase;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How generations end, in one step: because they are not wanted, because they failed, and what is spent for it.
final class Farewell {
    private final Scratch step;

    Farewell(Scratch step) {
        this.step = step;
    }

    /// Ends what is not wanted, or dead; presses what ends.
    void look() {
        var living = step.life;
        if (living == null) {
            if (!step.wish.wanted()) idle();
        } else if (living.ending()) {
            press(living);
        } else {
            var cause = unwanted(living);
            if (cause == null) endIfDead(living);
            else stop(living, cause);
        }
    }

    /// An unwanted end, or a failed start: of our own child it is spent, before anything is started anew.
    ///
    /// @param how the child ended; null: there is none, or it was not reaped yet
    void failed(Life living, String cause, @Nullable String detail, Signal.@Nullable Ended how) {
        step.lastError = detail;
        step.count("ends." + cause);
        if (living.pulse().stable(step.now)) step.backoff = step.backoff.reset();
        step.waitLonger();
        if (living.spawned()) spend(cause);
        else lostServer(living, cause);
        part(living, new End(false, cause), how);
    }

    /// A child that ended: as it should, or not.
    void ended(Life living, Signal.Ended how) {
        if (living.ending()) over(living, how);
        else failed(living, how.signal() == 0 ? "exit_" + how.code() : "signal_" + how.signal(), how.detail(), how);
    }

    /// Nothing was opened, and nothing is wanted any more.
    void nothing() {
        step.life = null;
        gone();
    }

    /// Why a link is to end though nothing is wrong with it; null: it is not.
    private @Nullable String unwanted(Life living) {
        if (!step.wish.wanted()) return step.wish.cause();
        if (!living.spawned()) return null;
        if (step.rules.attach() && step.socket.answers()) return "moving_to_attach";
        var file = step.authFile;
        boolean changed = living.auth().signingIn() ? file.changedByOthers(step.now) : file.changed();
        return changed ? "auth_changed" : null;
    }

    private void endIfDead(Life living) {
        var now = step.now;
        if (living.course().phase() == Phase.LOST) {
            if (living.course().due(now)) failed(living, "link_closed", "the child closed its standard output", null);
        } else if (living.up() && living.handshakeOverdue(now)) {
            step.life =
                    living.with(living.handshake().on(Handshake.Event.OVERDUE).orElse(living.handshake()));
            failed(living, "handshake_timeout", overdue(living), null);
        } else if (living.up()
                && living.handshake().initialized()
                && living.pulse().dead(now)) {
            failed(living, "silent", "nothing was heard for " + Pulse.DEAD.toSeconds() + " s", null);
        }
    }

    private static String overdue(Life living) {
        var words = "initialize was not answered within " + Life.PATIENCE.toSeconds() + " s";
        return living.pulse().babble() == null
                ? words
                : words + "; " + living.pulse().babble();
    }

    /// Nothing lives, and nothing is to.
    private void idle() {
        switch (step.state) {
            case INACTIVE, CRASH_LOOP -> {}
            case STARTING, RUNNING, DEGRADED, STOPPING -> {
                step.move(Lifecycle.Event.STOP);
                gone();
            }
        }
    }

    /// A wanted end: unspent.
    private void stop(Life living, String cause) {
        step.move(Lifecycle.Event.STOP);
        part(living, new End(true, cause), null);
    }

    private void spend(String cause) {
        step.spends = step.spends.spend(cause, step.now);
        boolean exhausted = step.spends.budget().exhausted(step.now);
        step.move(exhausted ? Lifecycle.Event.EXHAUSTED : Lifecycle.Event.FAILED);
        if (exhausted) step.note("sidecar_state", Map.of("state", step.state.wire(), "reason", cause));
    }

    /// A server that took the connection and was of no use is left alone for a while, if a child can take its place.
    private void lostServer(Life living, String cause) {
        boolean useless = living.pulse().well() == null || cause.equals("silent");
        if (step.rules.auto() && useless) step.socket = step.socket.shun(step.now, SocketWatch.DEAF);
        step.move(Lifecycle.Event.FAILED);
    }

    /// Has a link ended: a socket is hung up, a child is asked, then pressed, and waited for.
    private void part(Life living, End why, Signal.@Nullable Ended how) {
        var ending = living.ending(why, step.now);
        step.life = ending;
        boolean nothingThere =
                how != null || (living.spawned() && !living.course().opened());
        if (!nothingThere) step.acts.add(new Act.CloseLink(living.generation()));
        boolean beingStarted = living.spawned() && !living.course().opened() && why.wanted();
        if (!living.spawned() || (nothingThere && !beingStarted)) over(ending, how);
    }

    /// Presses a child that does not end.
    private void press(Life living) {
        if (!living.course().due(step.now)) return;
        switch (living.course().phase()) {
            case ENDING -> {
                step.acts.add(new Act.Terminate(living.generation()));
                step.life = living.with(living.course().terminated());
            }
            case TERMINATED -> {
                step.acts.add(new Act.Kill(living.generation()));
                step.life = living.with(living.course().killed());
            }
            case OPENING, UP, LOST, KILLED -> {}
        }
    }

    /// Nothing is left of a generation.
    private void over(Life living, Signal.@Nullable Ended how) {
        step.life = null;
        if (living.course().opened()) {
            step.acts.add(new Act.Over(living.generation()));
            step.note("sidecar_ended", told(living.course().end(), how), living);
        }
        gone();
    }

    private static Map<String, String> told(@Nullable End why, Signal.@Nullable Ended how) {
        var values = new TreeMap<String, String>();
        if (why != null) {
            values.put("wanted", Boolean.toString(why.wanted()));
            values.put("cause", why.cause());
        }
        if (how != null && how.signal() == 0) values.put("code", Integer.toString(how.code()));
        if (how != null && how.signal() != 0) values.put("signal", Integer.toString(how.signal()));
        return values;
    }

    /// After a wanted end nothing needs to be waited for.
    private void gone() {
        if (step.state != SidecarState.STOPPING) return;
        step.nextStart = step.now;
        step.move(Lifecycle.Event.GONE);
    }
}
