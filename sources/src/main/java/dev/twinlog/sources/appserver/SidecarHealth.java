package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How an app-server is heard right now: one consistent look.
///
/// @param generation of the link; 0: there was none in this data folder yet
/// @param link       that is used or being made; null: none
/// @param pid        of our own child, or null
/// @param gate       whether the stream is heard, and why not
/// @param threads    the live threads that are known, heard or not, in the order of their ids
/// @param approvals  that wait for the user: they are shown, never answered
/// @param counters   by name, such as `frames`, `bad_frames`, `ends.CAUSE`, `auth.illegal`
/// @param binary     that runs or would be run; null when none was found or none is needed
/// @param lastError  the last thing that went wrong, in words, without secrets; null when nothing did
public record SidecarHealth(
        SidecarState state,
        long generation,
        @Nullable Link link,
        @Nullable Long pid,
        AuthState auth,
        HandshakeState handshake,
        StreamGate gate,
        boolean killSwitch,
        Restarts restarts,
        List<LiveThread> threads,
        List<Approval> approvals,
        SortedMap<String, Long> counters,
        @Nullable Binary binary,
        @Nullable String lastError) {
    public SidecarHealth {
        threads = List.copyOf(threads);
        approvals = List.copyOf(approvals);
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    /// What is spent of the restart budget (SPEC 5.4).
    ///
    /// @param spentInWindow    spends that count now
    /// @param limit            at which it is a crash loop
    /// @param clearInSeconds   until the last spend no longer counts, rounded up; 0 when none counts
    /// @param total            since the start of Twinlog
    /// @param lastCause        of the last spend, or null
    public record Restarts(
            int spentInWindow,
            int limit,
            long clearInSeconds,
            long total,
            @Nullable String lastCause) {
        public static final Restarts NONE = new Restarts(0, 3, 0, 0, null);
    }

    /// A thread that runs on the app-server.
    ///
    /// @param heard whether its items are streamed to us
    /// @param idle  whether the app-server said that nothing goes on in it
    public record LiveThread(String id, boolean heard, boolean idle) {}

    /// A question of Codex to its user.
    ///
    /// @param requestId of the app-server, JSON
    /// @param method    such as `item/commandExecution/requestApproval`
    /// @param itemId    that waits for it, or null
    /// @param summary   what is asked, redacted, at most 512 characters
    /// @param since     epoch milliseconds
    public record Approval(
            String requestId,
            String method,
            String threadId,
            @Nullable String itemId,
            String summary,
            long since) {}

    /// A Codex on disk.
    ///
    /// @param version as it says itself, or null when it was not asked yet
    /// @param sha256  of the file, hex, or null when it was not read yet
    public record Binary(
            String path, @Nullable String version, @Nullable String sha256) {}

    /// `shared` on the user's own server, `own_child` on ours; null without a link.
    public @Nullable String reach() {
        if (link == null) return null;
        return switch (link) {
            case ATTACH -> "shared";
            case SPAWN -> "own_child";
        };
    }

    public boolean gateOpen() {
        return gate instanceof StreamGate.Open;
    }

    /// Whether the stream is expected (SPEC 4): not when it is switched off, nor when the kill switch is on.
    public boolean expected() {
        return !killSwitch && !(gate instanceof StreamGate.NotExpected);
    }
}
