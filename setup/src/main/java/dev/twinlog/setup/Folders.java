package dev.twinlog.setup;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where things lie on this machine: Twinlog's own folders, and the agents' ones. Derived from the
/// environment alone; nothing is looked up on disk, so a folder named here may not exist.
///
/// @param home         the user's home
/// @param data         journal, store, lock, token
/// @param config       `config.toml`; with `TWINLOG_HOME` the same folder as data
/// @param claudeConfig Claude Code's folder: `CLAUDE_CONFIG_DIR`, else `~/.claude`
/// @param codexHome    Codex' folder: `CODEX_HOME`, else `~/.codex`
public record Folders(Path home, Path data, Path config, Path claudeConfig, Path codexHome) {
    /// The name of Twinlog's folder inside the platform's usual ones.
    public static final String APP_ID = "dev.twinlog";

    /// The folders for an environment and a value of the system property `os.name`.
    ///
    /// @throws SettingsProblem when a variable names no path, or there is no home
    public static Folders of(Map<String, String> environment, String osName) throws SettingsProblem {
        return new Look(environment, Platform.of(osName)).folders();
    }

    /// Where Claude Code writes its transcripts.
    public List<Path> claudeTranscripts() {
        return List.of(claudeConfig.resolve("projects"));
    }

    /// Where Codex writes its rollouts, and where it puts archived ones.
    public List<Path> codexTranscripts() {
        return List.of(codexHome.resolve("sessions"), codexHome.resolve("archived_sessions"));
    }

    /// The one file of settings.
    public Path settingsFile() {
        return config.resolve("config.toml");
    }

    /// A path as people write it in settings: `~` is the home, a relative path lies in it.
    Path written(String path) {
        if (path.equals("~")) return home;
        return home.resolve(path.startsWith("~/") ? path.substring(2) : path).normalize();
    }

    private record Look(Map<String, String> environment, Platform platform) {
        Folders folders() throws SettingsProblem {
            var home = home();
            var claude = pathOr("CLAUDE_CONFIG_DIR", home.resolve(".claude"));
            var codex = pathOr("CODEX_HOME", home.resolve(".codex"));
            var own = path("TWINLOG_HOME");
            if (own != null) return new Folders(home, own, own, claude, codex);
            return new Folders(home, usualData(home), usualConfig(home), claude, codex);
        }

        private Path home() throws SettingsProblem {
            var home = path("HOME");
            if (home == null && platform == Platform.WINDOWS) home = path("USERPROFILE");
            if (home == null) throw new SettingsProblem("HOME is not set: set it to your home folder");
            return home;
        }

        private Path usualData(Path home) throws SettingsProblem {
            return switch (platform) {
                case LINUX -> xdg("XDG_DATA_HOME", home.resolve(".local/share"));
                case MACOS -> home.resolve("Library/Application Support").resolve(APP_ID);
                case WINDOWS -> localAppData(home);
            };
        }

        private Path usualConfig(Path home) throws SettingsProblem {
            return switch (platform) {
                case LINUX -> xdg("XDG_CONFIG_HOME", home.resolve(".config"));
                case MACOS -> home.resolve("Library/Application Support").resolve(APP_ID);
                case WINDOWS -> localAppData(home);
            };
        }

        /// The XDG base directory specification has relative paths ignored.
        private Path xdg(String name, Path usual) throws SettingsProblem {
            var text = environment.getOrDefault(name, "");
            return (text.startsWith("/") ? parsed(name, text) : usual).resolve(APP_ID);
        }

        private Path localAppData(Path home) throws SettingsProblem {
            return pathOr("LOCALAPPDATA", home.resolve("AppData").resolve("Local"))
                    .resolve(APP_ID);
        }

        private Path pathOr(String name, Path usual) throws SettingsProblem {
            var path = path(name);
            return path == null ? usual : path;
        }

        private @Nullable Path path(String name) throws SettingsProblem {
            var text = environment.get(name);
            return text == null || text.isEmpty() ? null : parsed(name, text);
        }

        private static Path parsed(String name, String text) throws SettingsProblem {
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new SettingsProblem(name + " is no path: " + e.getMessage(), e);
            }
        }
    }
}
