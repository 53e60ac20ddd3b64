package dev.twinlog.app;

import dev.twinlog.app.cli.Cli;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;

/// A life of Twinlog in little, in a folder of its own: a daemon starts, hears two short sessions, is asked
/// everything, and ends. The launcher runs it once after a build, so that the classes of all this go into
/// its archive.
final class Rehearsal {
    private static final String CLAUDE_FILE = "claude/projects/-rehearsal/00000000-0000-4000-8000-000000000001.jsonl";
    private static final String CODEX_FILE =
            "codex/sessions/2026/01/01/rollout-2026-01-01T00-00-00-00000000-0000-7000-8000-000000000002.jsonl";

    private final Wiring wiring;

    Rehearsal(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Exit code 0 when everything was played, also if there was no daemon to play with.
    ///
    /// @param libraries where the native libraries are kept for the next start
    int run(Path libraries) {
        try {
            NativeLibraries.keep(libraries);
            var stage = Files.createTempDirectory("twinlog-rehearsal");
            try {
                play(stage);
            } finally {
                remove(stage);
            }
            return 0;
        } catch (IOException | SettingsProblem e) {
            return 3;
        }
    }

    private void play(Path stage) throws IOException, SettingsProblem {
        var environment = Map.of(
                "HOME", stage.toString(),
                "TWINLOG_HOME", stage.resolve("twinlog").toString(),
                "TWINLOG_STREAM_ENABLED", "off",
                "CLAUDE_CONFIG_DIR", stage.resolve("claude").toString(),
                "CODEX_HOME", stage.resolve("codex").toString());
        place("claude.jsonl", stage.resolve(CLAUDE_FILE));
        place("codex.jsonl", stage.resolve(CODEX_FILE));
        var folders = Folders.of(environment, System.getProperty("os.name", ""));
        var settings = Settings.read(folders, environment).withPorts(0, 0, 0);
        ask(environment, List.of("--help"), List.of("up", "--help"), List.of("--version"));
        try (var _ = wiring.daemon(folders, settings)) {
            askEverything(environment, stage);
        } catch (Refusal e) {
            // no daemon here: the archive holds the rest
        }
        askEverything(environment, stage);
        ask(
                environment,
                List.of("config", "set", "disk.floor", "256MiB"),
                List.of("config", "list"),
                List.of("config", "explain", "--json"),
                List.of("completion", "bash"),
                List.of("man"));
    }

    private static void place(String resource, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (var sample = Rehearsal.class.getResourceAsStream("/rehearsal/" + resource)) {
            if (sample == null) throw new IOException("/rehearsal/" + resource + " is not in the jar");
            Files.copy(sample, file);
        }
    }

    @SafeVarargs
    private void ask(Map<String, String> environment, List<String>... commands) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        var cli = Cli.of(wiring, environment, "", nowhere, nowhere, Clock.systemUTC(), TimeZone.getDefault());
        for (var command : commands) cli.run(command.toArray(String[]::new));
    }

    private void askEverything(Map<String, String> environment, Path stage) {
        var session = "00000000-0000-4000-8000-000000000001";
        ask(
                environment,
                List.of("sync"),
                List.of("status"),
                List.of("status", "--json"),
                List.of("sessions"),
                List.of("sessions", "--json", "--since", "7d"),
                List.of("show", session),
                List.of("show", session, "--json"),
                List.of("search", "rehearsal"),
                List.of("search", "rehearsal", "--json"),
                List.of("usage"),
                List.of("usage", "--json"),
                List.of("usage", "--by", "model"),
                List.of("prices"),
                List.of("sessions", "--brief"),
                List.of("export"),
                List.of("export", "--format", "markdown", session),
                List.of("verify"),
                List.of("restore", session, "--to", stage.resolve("restored").toString()));
    }

    private static void remove(Path stage) throws IOException {
        try (var files = Files.walk(stage)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
