package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a socket of the user's Codex may be connected to: at once if it was there at the first look, else
/// some seconds after it appeared, since who connects first gives the server's threads its name (SPEC 5.2).
///
/// @param looked   whether there was a look yet
/// @param identity of the socket; null: there is none
/// @param readyAt  when it may be connected to; null: there is none
public record SocketPresence(
        boolean looked, @Nullable String identity, @Nullable Tick readyAt) {
    public static final Duration SETTLING = Duration.ofSeconds(5);
    public static final SocketPresence UNKNOWN = new SocketPresence(false, null, null);

    /// What a look found. A socket of another identity is a server that was started anew.
    ///
    /// @param found the socket's identity; null: there is none
    public SocketPresence on(@Nullable String found, Tick now) {
        if (found == null) return new SocketPresence(true, null, null);
        if (found.equals(identity)) return this;
        return new SocketPresence(true, found, looked ? now.plus(SETTLING) : now);
    }

    public boolean ready(Tick now) {
        return readyAt != null && now.reached(readyAt);
    }

    /// When it is ready; empty: there is none.
    public Optional<Tick> next() {
        return Optional.ofNullable(readyAt);
    }
}
