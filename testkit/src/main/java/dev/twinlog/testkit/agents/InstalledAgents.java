package dev.twinlog.testkit.agents;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder into which `testkit/agents/install` put the real agents. Their versions stand in
/// `testkit/agents/package.json` and nowhere else.
///
/// @param folder holds `package.json` and `node_modules`
public record InstalledAgents(Path folder) {
    /// The system property that names the folder.
    public static final String PROPERTY = "twinlog.agents";

    /// The agents of this run. Fails when the property does not name an installation.
    public static InstalledAgents ofThisRun() {
        return in(System.getProperty(PROPERTY, ""));
    }

    static InstalledAgents in(String folder) {
        if (folder.isBlank() || !Files.isRegularFile(Path.of(folder, "installed")))
            throw new IllegalStateException("no agents are installed in -D" + PROPERTY + "=" + folder
                    + ": run testkit/agents/install, and give the folder that it prints");
        return new InstalledAgents(Path.of(folder).toAbsolutePath());
    }

    /// The native program of Claude Code.
    public Path claude() {
        return packaged("@anthropic-ai/claude-code-" + platform(), "claude");
    }

    /// The native program of Codex.
    public Path codex() {
        return packaged("@openai/codex-" + platform(), "bin/codex");
    }

    /// The pinned version of Claude Code.
    public String claudeVersion() {
        return pinned("@anthropic-ai/claude-code");
    }

    /// The pinned version of Codex.
    public String codexVersion() {
        return pinned("@openai/codex");
    }

    private String pinned(String name) {
        try {
            return Json.read(Files.readString(folder.resolve("package.json")))
                    .at("dependencies", name)
                    .text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file with this end of its path in one of the packages whose name begins so (`-musl` may follow).
    private Path packaged(String begin, String end) {
        var named = folder.resolve("node_modules").resolve(begin);
        try (var packages = Files.list(named.getParent())) {
            for (var one : packages.filter(each -> each.toString().startsWith(named.toString()))
                    .sorted()
                    .toList()) {
                var found = program(one, end);
                if (!found.isEmpty()) return found.getFirst();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(begin + " has no program " + end + " under " + folder);
    }

    private static List<Path> program(Path folder, String end) throws IOException {
        try (var files = Files.walk(folder, 5)) {
            return files.filter(file -> file.endsWith(end) && Files.isRegularFile(file) && Files.isExecutable(file))
                    .toList();
        }
    }

    private static String platform() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return "linux-" + (arm ? "arm64" : "x64");
    }
}
