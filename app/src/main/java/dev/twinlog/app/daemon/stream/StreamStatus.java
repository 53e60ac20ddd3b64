package dev.twinlog.app.daemon.stream;

import dev.twinlog.model.Agent;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.SidecarHealth.LiveThread;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.store.StoreReader;
import dev.twinlog.views.SessionsView;
import dev.twinlog.views.StreamView;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the status tells of the live stream.
public final class StreamStatus {
    /// Of a witness that is not built or not switched on: it does not pull the baseline down.
    public static final String NOT_EXPECTED = "not_expected";

    /// Threads that are named at most; a machine has a few.
    static final int THREADS_MAX = 100;

    /// The status of a turn that goes on.
    private static final String RUNNING = "open";

    private StreamStatus() {}

    /// How much of the live stream is heard.
    ///
    /// @param sidecar null: there is none
    /// @param now     epoch milliseconds
    public static StreamView of(@Nullable SidecarHealth sidecar, StoreReader store, long now) {
        if (sidecar == null) return StreamView.notExpected(NOT_EXPECTED);
        int approvals = sidecar.approvals().size();
        if (!sidecar.expected())
            return StreamView.notExpected(sidecar.killSwitch() ? ShutReason.KILL_SWITCH.wire() : NOT_EXPECTED);
        var heard = ids(sidecar, LiveThread::heard).limit(THREADS_MAX).toList();
        var known = ids(sidecar, thread -> thread.heard() || thread.idle()).collect(Collectors.toSet());
        var notHeard = notHeard(known, store, now);
        var reach = sidecar.reach();
        return switch (sidecar.gate()) {
            case StreamGate.NotExpected() -> StreamView.notExpected(NOT_EXPECTED);
            case StreamGate.Open() ->
                new StreamView(true, StreamView.OPEN, null, null, reach, heard, notHeard, approvals);
            case StreamGate.Shut(var reason, var detail) ->
                new StreamView(true, StreamView.SHUT, reason.wire(), detail, reach, heard, notHeard, approvals);
        };
    }

    private static Stream<String> ids(SidecarHealth sidecar, Predicate<LiveThread> wanted) {
        return sidecar.threads().stream().filter(wanted).map(LiveThread::id);
    }

    /// Sessions of Codex in which a turn runs, by the baseline, and of which the stream tells nothing. One in which
    /// nothing goes on misses nothing.
    ///
    /// @param known the threads that are streamed, or would be if anything went on in them
    private static List<String> notHeard(Set<String> known, StoreReader store, long now) {
        long from = now - SessionsView.LIVE_FOR.toMillis();
        var lately = new StoreReader.SessionFilter(Agent.CODEX, null, from, Long.MAX_VALUE, THREADS_MAX);
        return store.sessions(lately).stream()
                .filter(session -> !session.ended() && RUNNING.equals(store.lastTurn(session.id())))
                .map(session -> session.id().id())
                .filter(id -> !known.contains(id))
                .sorted()
                .toList();
    }
}
