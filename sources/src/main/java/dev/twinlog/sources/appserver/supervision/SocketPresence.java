package dev.twinlog.sources.appserver.supervision;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a socket of the user's Codex may be connected to: at once if it was there at the first look, else some seconds
/// after it appeared, since who connects first gives the server's threads its name (SPEC 5.2).
public record SocketPresence(boolean looked, @Nullable String identity, @Nullable Tick readyAt) {
    public static final Duration SETTLING = Duration.ofSeconds(5);
    public static final SocketPresence UNKNOWN = new SocketPresence(false, null, null);

    /// What a look found.
    ///
    /// @param found the socket's identity; null: there is none
    public SocketPresence on(@Nullable String found, Tick now) {
        if (!looked) return new SocketPresence(true, found, found == null ? null : now);
        if (Objects.equals(found, identity)) return this;
        return new SocketPresence(true, found, found == null ? null : now.plus(SETTLING));
    }

    public boolean ready(Tick now) {
        return readyAt != null && now.reached(readyAt);
    }

    /// When it is ready; empty: there is none.
    public Optional<Tick> next() {
        return Optional.ofNullable(readyAt);
    }
}
