package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where Codex may be: as the settings say, and nowhere else then; else the first `codex` of `PATH` and of
/// the folders that npm and its like install programs into, which a daemon's `PATH` often lacks.
///
/// @param binary from the settings, or null
/// @param path   the value of `PATH`
/// @param home   of the user
record ProgramSearch(@Nullable Path binary, String path, Path home) {
    private static final String NAME = "codex";
    /// Beneath the home of the user.
    private static final List<String> HOME_FOLDERS = List.of(
            ".local/bin",
            ".npm-global/bin",
            ".npm/bin",
            ".volta/bin",
            ".bun/bin",
            ".local/share/pnpm",
            "Library/pnpm",
            ".asdf/shims",
            ".local/share/mise/shims",
            ".local/share/fnm/aliases/default/bin");

    private static final List<String> FOLDERS = List.of("/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/snap/bin");
    /// One folder for each version of Node.
    private static final String NVM = ".nvm/versions/node";

    /// The first that can be executed, as a shell would take it, else the first that is there; null: none
    /// is. A link that leads nowhere is passed over.
    @Nullable
    Path first() {
        if (binary != null) return Files.exists(binary) ? binary.toAbsolutePath() : null;
        var there = candidates().filter(Files::isRegularFile).toList();
        return there.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> there.stream().findFirst().orElse(null));
    }

    private Stream<Path> candidates() {
        var folders = new ArrayList<Path>();
        for (var entry : path.split(":", -1)) addFolder(folders, entry);
        HOME_FOLDERS.forEach(each -> folders.add(home.resolve(each)));
        folders.addAll(ofNvm());
        FOLDERS.forEach(each -> folders.add(Path.of(each)));
        return folders.stream().distinct().map(folder -> folder.resolve(NAME));
    }

    /// What is not absolute would depend on where we run.
    private static void addFolder(List<Path> folders, String entry) {
        try {
            var folder = Path.of(entry);
            if (folder.isAbsolute()) folders.add(folder);
        } catch (InvalidPathException e) {
            // no folder has that name
        }
    }

    /// The newest version first.
    private List<Path> ofNvm() {
        try (var versions = Files.list(home.resolve(NVM))) {
            return versions.sorted(Comparator.comparing(ProgramSearch::version).reversed())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Numbers in a form whose order is theirs.
    private static String version(Path folder) {
        return Stream.of(folder.getFileName().toString().split("\\D+"))
                .map(part -> "0".repeat(Math.max(0, 8 - part.length())) + part)
                .reduce("", (one, other) -> one + "." + other);
    }

    /// Where was looked, and what to do.
    String words() {
        if (binary != null) return "the setting sidecar.binary names " + binary + ": correct or unset it";
        return "no folder of PATH, and none of the usual folders of npm, has a program " + NAME
                + ": install it (npm i -g @openai/codex), or say where it is (twinlog config set sidecar.binary PATH)";
    }

    /// What to do about one that was found and is of no use.
    String hint() {
        return binary != null
                ? ": the setting sidecar.binary names " + binary
                : ": mend it, or name another one (twinlog config set sidecar.binary PATH)";
    }
}
