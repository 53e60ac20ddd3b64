package dev.twinlog.sources.appserver;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the settings say about the sidecar.
///
/// @param stream     whether the stream is expected
/// @param link       how it is heard
/// @param killSwitch as the config has it at the start; later changes come by {@link Sidecar#killSwitch}
/// @param binary     of Codex; null: it is looked for in `PATH` of `env` and the usual folders of npm
/// @param sha256     hex; any other binary is refused; null: not pinned
/// @param env        of the child, whole: allow-listed and with `sidecar.env` already
/// @param codexHome  of the user's Codex, for its control socket and auth.json
/// @param home       of the user
/// @param folder     in which the child runs: of ours, empty; made when it is not there
/// @param authModes  that are accepted, such as `chatgpt`
/// @param loginHosts to which a sign-in may lead: hosts (https), or `http://HOST:PORT` with a loopback host
public record SidecarSettings(
        Stream stream,
        LinkChoice link,
        boolean killSwitch,
        @Nullable Path binary,
        @Nullable String sha256,
        SortedMap<String, String> env,
        Path codexHome,
        Path home,
        Path folder,
        List<String> authModes,
        List<String> loginHosts) {
    public SidecarSettings {
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
        authModes = List.copyOf(authModes);
        loginHosts = List.copyOf(loginHosts);
    }

    /// The same with the kill switch on or off.
    public SidecarSettings withKillSwitch(boolean on) {
        return new SidecarSettings(
                stream, link, on, binary, sha256, env, codexHome, home, folder, authModes, loginHosts);
    }

    /// Whether a stream is expected (SPEC 4).
    public enum Stream {
        /// When a Codex binary or its home is there.
        AUTO,
        ON,
        OFF
    }

    /// How it is heard (SPEC 5.1).
    public enum LinkChoice {
        /// On the user's own server when there is one, else by a child.
        AUTO,
        ATTACH,
        SPAWN
    }
}
