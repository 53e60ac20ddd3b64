package dev.twinlog.app.doctor;

import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.StreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The facts about the live stream that a diagnosis is made from.
///
/// @param wanted     by the settings
/// @param killSwitch whether it is on: as the daemon says, else as the settings do
/// @param attaches   whether a socket of the user's Codex is to be used
/// @param socket     of the user's Codex, when it is there; null: it is not
/// @param binary     that the settings name; null: none
/// @param daemon     what the daemon says; null: none does
public record StreamFacts(
        StreamSettings.Wanted wanted,
        boolean killSwitch,
        boolean attaches,
        @Nullable Path socket,
        @Nullable Binary binary,
        @Nullable Daemon daemon) {
    /// A program that the settings name.
    public record Binary(Path path, boolean exists, boolean executable) {}

    /// How a daemon hears the stream, in the words of `get_codex_app_server_status`.
    ///
    /// @param reason of a shut gate, as the status has it; null: it is open, or no stream is expected
    /// @param detail more in words, or null
    /// @param link   `attach`, `spawn`, or null
    public record Daemon(
            boolean expected,
            boolean open,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String link) {}

    /// Looks.
    ///
    /// @param sidecar the daemon's answer to `get_codex_app_server_status`, as plain maps; null: none answers
    public static StreamFacts of(Folders folders, Settings settings, @Nullable Map<?, ?> sidecar) {
        var stream = settings.stream();
        var socket = folders.codexHome().resolve("app-server-control").resolve("app-server-control.sock");
        var binary = stream.binary();
        return new StreamFacts(
                stream.wanted(),
                sidecar == null ? stream.killSwitch() : Boolean.TRUE.equals(sidecar.get("killSwitch")),
                stream.link() != StreamSettings.Link.SPAWN,
                Files.exists(socket) ? socket : null,
                binary == null ? null : new Binary(binary, Files.isRegularFile(binary), Files.isExecutable(binary)),
                sidecar == null ? null : daemon(sidecar));
    }

    private static Daemon daemon(Map<?, ?> sidecar) {
        var reason = text(sidecar.get("reason"));
        return new Daemon(
                Boolean.TRUE.equals(sidecar.get("expected")),
                "open".equals(sidecar.get("gate")),
                reason == null ? null : StreamAdvice.reason(sidecar),
                text(sidecar.get("detail")),
                text(sidecar.get("link")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
