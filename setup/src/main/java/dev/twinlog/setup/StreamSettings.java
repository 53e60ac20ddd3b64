package dev.twinlog.setup;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the operator has chosen about Codex' live stream and the app-server that it comes from.
///
/// @param killSwitch  whether the stream is off until somebody says otherwise, whatever else is set
/// @param binary      of Codex; null: the one that is found
/// @param sha256      that the binary must have, hex in small letters; null: any
/// @param environment variables that our own app-server gets beside those that it always gets; values may be secret
/// @param loginHosts  that a sign-in may lead to: names, reached by https, or `http://HOST:PORT` of this machine
/// @param authModes   in which an account may be signed in, by Codex' names
public record StreamSettings(
        Wanted wanted,
        boolean killSwitch,
        Link link,
        @Nullable Path binary,
        @Nullable String sha256,
        SortedMap<String, String> environment,
        List<String> loginHosts,
        List<String> authModes) {
    /// Whether the live stream is wanted.
    public enum Wanted {
        /// When Codex is on this machine.
        AUTO,
        ON,
        OFF
    }

    /// Which app-server is talked to (SPEC 5.1).
    public enum Link {
        /// The user's when it is there, else our own.
        AUTO,
        ATTACH,
        SPAWN
    }

    public StreamSettings {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        loginHosts = List.copyOf(loginHosts);
        authModes = List.copyOf(authModes);
    }

    /// The same with the kill switch on or off.
    public StreamSettings withKillSwitch(boolean on) {
        return new StreamSettings(wanted, on, link, binary, sha256, environment, loginHosts, authModes);
    }

    /// Without the values of variables, which may be secret.
    @Override
    public String toString() {
        return "StreamSettings[wanted=" + wanted + ", killSwitch=" + killSwitch + ", link=" + link + ", binary="
                + binary
                + ", sha256=" + sha256 + ", environment=" + environment.keySet() + ", loginHosts=" + loginHosts
                + ", authModes=" + authModes + "]";
    }
}
