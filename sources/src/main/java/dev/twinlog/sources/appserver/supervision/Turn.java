package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.journal.StreamFrame.Link;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step of {@link Supervision}. What a signal tells is taken first; then follows what time, wishes and the machine
/// ask for: ends, questions, starts.
final class Turn {
    private final Scratch step;
    private final Farewell farewell;
    private final Account account;

    private Turn(Supervision before, Tick now) {
        step = new Scratch(before, now);
        farewell = new Farewell(step);
        account = new Account(step);
    }

    static Supervision.Step of(Supervision before, Signal signal, Tick now) {
        var turn = new Turn(before, now);
        turn.take(signal);
        turn.farewell.look();
        turn.watch();
        turn.begin();
        return new Supervision.Step(turn.step.value(), turn.step.acts);
    }

    private void take(Signal signal) {
        switch (signal) {
            case Signal.Passed() -> {}
            case Signal.Looked(var expected, var seen, var stamp) -> {
                step.wish = step.wish.withExpected(expected);
                step.socket = step.socket.look(seen, step.now);
                step.authFile = step.authFile.look(stamp, step.now);
            }
            case Signal.Probed(var which, var answers) -> step.socket = step.socket.probed(which, answers, step.now);
            case Signal.Start() -> start();
            case Signal.Stop() -> step.wish = step.wish.withStopped(true);
            case Signal.KillSwitch(var on) -> step.wish = step.wish.withKillSwitch(on);
            case Signal.Close() -> step.wish = step.wish.withClosing();
            case Signal.OfGeneration of -> {
                var living = step.life;
                if (living == null || living.generation() != of.generation()) stale(of);
                else of(living, of);
            }
        }
    }

    /// Nothing of an older generation changes anything; what is left of its link is hung up.
    private void stale(Signal.OfGeneration signal) {
        step.count("stale");
        if (signal instanceof Signal.Opened(var generation)) step.acts.add(new Act.CloseLink(generation));
    }

    private void of(Life living, Signal.OfGeneration signal) {
        switch (signal) {
            case Signal.Opened _ -> opened(living);
            case Signal.NoProgram none -> noProgram(living, none);
            case Signal.NotOpened(var _, var why) -> notOpened(living, why);
            case Signal.LinkClosed(var _, var why) -> linkClosed(living, why);
            case Signal.Ended how -> farewell.ended(living, how);
            case Signal.Heard _ -> step.life = living.with(living.pulse().heard(step.now));
            case Signal.StoodStill _ -> step.life = living.stoodStill(step.now);
            case Signal.BadFrame(var _, var why) -> {
                step.life = living.with(living.pulse().babbling(why));
                step.lastError = why;
            }
            case Signal.Initialized(var _, var error) -> initialized(living, error);
            case Signal.AccountAnswered(var _, var told) -> {
                shake(Handshake.Event.ACCOUNT_ANSWERED);
                account.told(told);
            }
            case Signal.ListAnswered _ -> shake(Handshake.Event.LIST_ANSWERED);
            case Signal.AccountTold(var _, var told) -> account.told(told);
            case Signal.Warned(var _, var text) -> step.lastError = text;
        }
    }

    /// An operator's start: what stood against one is forgotten. Of what runs, or is being started, nothing is.
    private void start() {
        if (step.wish.killSwitch() || (step.socket.looked() && !step.wish.expected())) {
            step.count("operator.refused");
            return;
        }
        step.wish = step.wish.withStopped(false);
        if (step.state == SidecarState.RUNNING || step.state == SidecarState.STARTING) return;
        step.spends = step.spends.cleared();
        step.backoff = step.backoff.reset();
        step.nextStart = step.now;
        step.socket = step.socket.unshunned();
        if (step.state != SidecarState.CRASH_LOOP) return;
        step.move(Lifecycle.Event.CLEARED);
        step.note("sidecar_state", Map.of("state", step.state.wire(), "reason", "operator"));
    }

    private void opened(Life living) {
        if (living.course().opened()) {
            step.count("opened.illegal");
            return;
        }
        step.life = living.opened(step.now);
        step.note("sidecar_started", Map.of(), living);
        if (living.ending()) {
            step.acts.add(new Act.CloseLink(living.generation()));
            return;
        }
        step.noProgram = null;
        step.begun();
        shake(Handshake.Event.SENT);
        step.ask(Act.Question.INITIALIZE);
    }

    /// Nothing was started, so nothing is spent, and the number of the generation was not used.
    private void noProgram(Life living, Signal.NoProgram none) {
        step.last--;
        if (living.ending()) {
            farewell.nothing();
            return;
        }
        step.life = null;
        step.noProgram = none;
        step.lastError = none.detail();
        step.nextStart = step.now.plus(Supervision.LOOK_AGAIN);
        step.move(Lifecycle.Event.UNAVAILABLE);
    }

    private void notOpened(Life living, String why) {
        if (living.ending()) {
            farewell.nothing();
        } else if (living.spawned()) {
            step.begun();
            farewell.failed(living, "failed_start", why, null);
        } else {
            unanswered(why);
        }
    }

    /// Nobody answers at the socket: our own child takes its place, if there may be one.
    private void unanswered(String why) {
        step.life = null;
        step.last--;
        step.count("attach.refused");
        step.lastError = why;
        step.move(Lifecycle.Event.UNAVAILABLE);
        step.waitLonger();
        if (!step.rules.auto()) return;
        step.socket = step.socket.shun(step.now, SocketWatch.REFUSED);
        step.nextStart = step.now;
    }

    /// A child's end may still tell the cause; a server's is all there is.
    private void linkClosed(Life living, String why) {
        if (!living.spawned()) farewell.failed(living, "link_closed", why, null);
        else if (living.up()) step.life = living.with(living.course().lost(step.now));
    }

    private void initialized(Life living, @Nullable String error) {
        if (living.ending()) return;
        if (error != null) {
            farewell.failed(living, "handshake_refused", "initialize was refused: " + error, null);
        } else if (shake(Handshake.Event.ACKNOWLEDGED)) {
            step.ask(Act.Question.INITIALIZED);
            step.ask(Act.Question.ACCOUNT);
            step.ask(Act.Question.LOADED);
        }
    }

    /// Carries the handshake on, if that is legal.
    private boolean shake(Handshake.Event event) {
        var living = step.life;
        if (living == null || living.ending()) return false;
        var next = living.handshake().on(event);
        if (next.isEmpty()) {
            step.count("handshake.illegal");
            return false;
        }
        step.life = living.with(next.get());
        if (next.get().state() == HandshakeState.COMPLETE && step.state == SidecarState.STARTING) ready(step.life);
        return true;
    }

    private void ready(Life living) {
        step.life = living.with(living.pulse().ready(step.now));
        step.move(Lifecycle.Event.READY);
    }

    /// Asks what is due: heartbeat, account, and whether a server answers that could be moved to.
    private void watch() {
        var living = step.life;
        if (living == null || !living.up()) return;
        if (living.handshake().initialized()) beat(living);
        var identity = step.socket.identity();
        if (!step.rules.auto() || !living.spawned() || identity == null || !step.socket.askable(step.now)) return;
        step.socket = step.socket.asked();
        step.acts.add(new Act.Probe(identity));
    }

    private void beat(Life living) {
        if (living.accountOverdue(step.now)) account.told(new AuthSignal.Overdue());
        if (living.beatDue(step.now)) step.ask(Act.Question.LOADED);
        if (step.life != null && step.life.accountDue(step.now)) step.ask(Act.Question.ACCOUNT);
    }

    /// Begins what is to live, when it is time: on the user's server if there is one, which a lacking program of ours
    /// does not keep waiting.
    private void begin() {
        if (!step.value().free()) return;
        var rules = step.rules;
        boolean server = rules.attach() && step.socket.ready(step.now);
        if (!step.now.reached(step.nextStart) && !(server && step.noProgram != null)) return;
        if (server) begin(Link.ATTACH);
        else if (!rules.spawn()) missing();
        else if (!rules.attach() || !step.socket.ripening(step.now)) begin(Link.SPAWN);
    }

    private void missing() {
        if (step.state != SidecarState.DEGRADED) step.move(Lifecycle.Event.UNAVAILABLE);
    }

    private void begin(Link link) {
        step.last++;
        step.life = Life.begin(step.last, link, step.rules.acceptedModes(), step.now);
        step.socket = step.socket.unasked();
        switch (link) {
            case ATTACH -> {
                step.acts.add(new Act.Attach(step.last));
                step.begun();
            }
            case SPAWN -> {
                step.authFile = step.authFile.started();
                step.acts.add(new Act.Spawn(step.last));
                if (step.noProgram == null) step.begun();
            }
        }
    }
}
