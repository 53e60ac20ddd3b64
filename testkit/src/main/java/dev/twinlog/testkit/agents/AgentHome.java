package dev.twinlog.testkit.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// A home and a project folder that no one else uses. What an agent is given as its environment is made here, and
/// nothing of this process' own environment is in it.
///
/// @param home the agent's HOME
/// @param project the folder that it works in
public record AgentHome(Path home, Path project) {
    /// Makes both under a folder.
    public static AgentHome in(Path folder) throws IOException {
        var real = Files.createDirectories(folder).toRealPath();
        var made = new AgentHome(
                Files.createDirectories(real.resolve("home")), Files.createDirectories(real.resolve("project")));
        Files.writeString(made.project().resolve("README.md"), "# A project to try agents with\n");
        Files.createDirectories(made.temporary());
        return made;
    }

    /// Another project folder of the same home.
    public AgentHome withProject(String name) throws IOException {
        return new AgentHome(home, Files.createDirectories(project.resolveSibling(name)));
    }

    /// The variables that every program needs.
    public Map<String, String> environment() {
        return new TreeMap<>(Map.of(
                "HOME", home.toString(),
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "TMPDIR", temporary().toString(),
                "SHELL", "/bin/bash",
                "LANG", "C.UTF-8",
                "TERM", "xterm"));
    }

    private Path temporary() {
        return home.resolveSibling("tmp");
    }
}
