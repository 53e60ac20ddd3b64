package dev.twinlog.app.daemon.stream;

import dev.twinlog.setup.Folders;
import dev.twinlog.setup.StreamSettings;
import dev.twinlog.sources.appserver.SidecarSettings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the settings and the machine say about the app-server, as its source takes it.
public final class SidecarChoices {
    private static final String CODEX_HOME = "CODEX_HOME";

    /// The variables that our own child gets of ours (SPEC 5.7): where things are, how to reach the net, whom to trust.
    static final List<String> PASSED_ON = List.of(
            "HOME",
            "PATH",
            CODEX_HOME,
            "TMPDIR",
            "LANG",
            "LC_ALL",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "CODEX_CA_CERTIFICATE");

    /// Where our own child runs, in the data folder.
    private static final String FOLDER = "sidecar";

    private SidecarChoices() {}

    /// The settings of the app-server.
    ///
    /// @param environment of this process
    public static SidecarSettings of(Folders folders, StreamSettings chosen, Map<String, String> environment) {
        return new SidecarSettings(
                SidecarSettings.Stream.valueOf(chosen.wanted().name()),
                SidecarSettings.LinkChoice.valueOf(chosen.link().name()),
                chosen.killSwitch(),
                chosen.binary(),
                chosen.sha256(),
                childEnvironment(folders, chosen, environment),
                folders.codexHome(),
                folders.home(),
                folders.data().resolve(FOLDER),
                chosen.authModes(),
                chosen.loginHosts());
    }

    private static SortedMap<String, String> childEnvironment(
            Folders folders, StreamSettings chosen, Map<String, String> environment) {
        var child = new TreeMap<String, String>();
        for (var name : PASSED_ON) {
            var value = environment.get(name);
            if (value != null) child.put(name, value);
        }
        child.put("HOME", folders.home().toString());
        // it runs in another folder than we do, so a relative path would be another one there
        child.computeIfPresent(
                CODEX_HOME,
                (name, value) -> value.isEmpty() ? value : folders.codexHome().toString());
        child.putAll(chosen.environment());
        return child;
    }
}
