package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.SidecarHealth.Approval;
import dev.twinlog.sources.appserver.SidecarHealth.Binary;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.SidecarHealth.Restarts;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.sources.appserver.supervision.Supervision;
import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import dev.twinlog.sources.appserver.supervision.Tick;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What the source's thread shows of itself after each step.
///
/// @param pid    of the child that lives, or null
/// @param binary that was started last, or null
/// @param failed why the source's thread has ended though nobody wanted that; null: it has not
record View(
        Supervision all,
        ThreadWatch watch,
        @Nullable Long pid,
        @Nullable Binary binary,
        @Nullable String failed) {
    /// What somebody waits for who waits for a change: everything but that it was heard again.
    record Face(
            SidecarState state,
            long generation,
            @Nullable Link link,
            AuthState auth,
            HandshakeState handshake,
            StreamGate gate,
            long spends,
            List<ThreadWatch.Known> threads,
            List<ThreadWatch.Question> questions,
            @Nullable Long pid,
            @Nullable Binary binary,
            @Nullable String lastError) {}

    Face face(Tick now) {
        return new Face(
                all.state(),
                all.generation(),
                all.link(),
                all.auth(),
                all.handshake(),
                all.gate(now),
                all.spends().total(),
                watch.threads(),
                watch.questions(),
                pid,
                binary,
                all.lastError());
    }

    /// As an operator sees it.
    ///
    /// @param kill    whether the kill switch is on, which may not have come to the source's thread yet
    /// @param trouble with the control socket; null: none
    SidecarHealth health(boolean kill, @Nullable String trouble, SortedMap<String, Long> counters, Tick now) {
        var error = all.lastError() == null || all.link() == null && trouble != null ? trouble : all.lastError();
        return new SidecarHealth(
                all.state(),
                all.generation(),
                all.link(),
                pid,
                all.auth(),
                all.handshake(),
                gate(kill, now),
                kill,
                restarts(now),
                threads(),
                approvals(),
                counters,
                binary,
                failed == null ? error : failed);
    }

    /// The kill switch shuts it at once.
    private StreamGate gate(boolean kill, Tick now) {
        var gate = all.gate(now);
        if (gate instanceof StreamGate.NotExpected) return gate;
        if (failed != null) return new StreamGate.Shut(ShutReason.STOPPED, failed);
        if (kill) return new StreamGate.Shut(ShutReason.KILL_SWITCH, null);
        // the switch is off by now, and what follows from that begins
        boolean late = gate instanceof StreamGate.Shut(var reason, var _) && reason == ShutReason.KILL_SWITCH;
        if (!late) return gate;
        if (all.state() == SidecarState.CRASH_LOOP) return new StreamGate.Shut(ShutReason.CRASH_LOOP, all.lastError());
        return new StreamGate.Shut(all.stopped() ? ShutReason.STOPPED : ShutReason.STARTING, null);
    }

    private Restarts restarts(Tick now) {
        var spends = all.spends();
        return new Restarts(
                spends.budget().spentAt(now),
                spends.budget().limit(),
                seconds(spends.budget().clearIn(now)),
                spends.total(),
                spends.lastCause());
    }

    private static long seconds(Duration left) {
        return left.plusSeconds(1).minusNanos(1).toSeconds();
    }

    private List<LiveThread> threads() {
        return watch.threads().stream()
                .map(known -> new LiveThread(known.id(), known.heard(), known.idle()))
                .toList();
    }

    private List<Approval> approvals() {
        return watch.questions().stream()
                .map(asked -> new Approval(
                        asked.requestId(),
                        asked.method(),
                        asked.threadId(),
                        asked.itemId(),
                        asked.summary(),
                        asked.since()))
                .toList();
    }
}
