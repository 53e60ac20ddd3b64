package dev.twinlog.app.daemon;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at an app-server, made up.
final class Streams {
    private Streams() {}

    static SidecarHealth with(StreamGate gate, boolean killSwitch, @Nullable Link link, String... heard) {
        return new SidecarHealth(
                SidecarState.RUNNING,
                1,
                link,
                null,
                new AuthState.Authenticated("chatgpt"),
                HandshakeState.COMPLETE,
                gate,
                killSwitch,
                SidecarHealth.Restarts.NONE,
                List.of(heard).stream()
                        .map(id -> new SidecarHealth.LiveThread(id, true, false))
                        .toList(),
                List.of(),
                new TreeMap<>(),
                null,
                null);
    }
}
