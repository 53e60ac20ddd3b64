package dev.twinlog.sources.appserver;

import java.nio.file.Path;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Finds the program of Codex, and says whether it may be run (SPEC 5.7). Looking reads a few hundred megabytes and
/// runs
/// `codex --version` when the file is not the one looked at before, so it is not for threads that must not wait.
final class Trust {
    /// @param binary      from the settings; null: `PATH` of the environment, then the usual folders of npm
    /// @param sha256      the pin, hex; null: none
    /// @param environment of the child, whole
    /// @param home        of the user
    /// @param folder      of ours: whoever owns it is the user, and `codex --version` runs there
    Trust(
            @Nullable Path binary,
            @Nullable String sha256,
            SortedMap<String, String> environment,
            Path home,
            Path folder) {}

    /// Looks for it.
    Finding look() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /// Whether a program is still the file that was looked at: asked right before it is started.
    boolean unchanged(Program program) {
        throw new UnsupportedOperationException();
    }

    sealed interface Finding {
        record Found(Program program) implements Finding {}

        /// @param why where was looked, what to do
        record Missing(String why) implements Finding {}

        record NotExecutable(Path path, String why) implements Finding {}

        /// Of somebody else, writable by others, or not the pinned one.
        record Untrusted(Path path, String why) implements Finding {}
    }

    /// A program that may be run.
    ///
    /// @param path    absolute, links followed: the native program, not its launcher
    /// @param version as it says itself, such as `0.169.0`; null when it did not say
    /// @param sha256  of the file, hex
    /// @param stamp   by which a change of the file is seen
    record Program(Path path, @Nullable String version, String sha256, String stamp) {
        SidecarHealth.Binary health() {
            return new SidecarHealth.Binary(path.toString(), version, sha256);
        }
    }
}
