package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the program of Codex, and says whether it may be run (SPEC 5.7). Looking reads a few hundred
/// megabytes and runs `codex --version` when the file is not the one looked at before, so it is not for
/// threads that must not wait. Used by one thread at a time.
final class Trust {
    private final @Nullable String sha256;
    private final ProgramSearch search;
    private final Ownership ownership;
    private final VersionQuestion versions;
    private @Nullable Program known;

    /// @param binary      from the settings; null: `PATH` of the environment, then the usual folders of npm
    /// @param sha256      the pin, hex; null: none
    /// @param environment of the child, whole
    /// @param home        of the user
    /// @param folder      of ours: whoever owns it is the user, and `codex --version` runs there
    /// @throws IOException when it cannot be said who owns the folder
    Trust(@Nullable Path binary, @Nullable String sha256, SortedMap<String, String> environment, Path home, Path folder)
            throws IOException {
        this.sha256 = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
        search = new ProgramSearch(binary, environment.getOrDefault("PATH", ""), home);
        ownership = Ownership.of(folder);
        versions = new VersionQuestion(new TreeMap<>(environment), folder);
    }

    /// Looks for it.
    Finding look() throws InterruptedException {
        var candidate = search.first();
        if (candidate == null) return new Finding.Missing("there is no Codex: " + search.words());
        try {
            return judged(candidate);
        } catch (NoSuchFileException e) {
            return new Finding.Missing("there is no Codex any more at " + e.getFile() + ": " + search.words());
        } catch (IOException e) {
            return new Finding.NotExecutable(candidate, candidate + " cannot be read: " + e.getMessage());
        }
    }

    private Finding judged(Path candidate) throws IOException, InterruptedException {
        var real = NativeProgram.beneath(candidate.toRealPath());
        if (real == null) return new Finding.Missing(NativeProgram.missing(candidate));
        if (!Files.isRegularFile(real))
            return new Finding.NotExecutable(real, real + " is no regular file" + search.hint());
        if (!Files.isExecutable(real))
            return new Finding.NotExecutable(real, real + " is not executable: chmod u+x " + real);
        var distrust = distrust(candidate, real);
        if (distrust != null) return untrusted(real, distrust);
        var program = program(real);
        if (!isPinned(program.sha256()))
            return untrusted(real, "its SHA-256 is " + program.sha256() + ", not the pinned " + sha256);
        return new Finding.Found(program);
    }

    /// The file, and the name by which it was found: a link in a folder of others leads where they like.
    private @Nullable String distrust(Path candidate, Path real) throws IOException {
        var distrust = ownership.distrust(real);
        var parent = candidate.toAbsolutePath().getParent();
        return distrust != null || parent == null ? distrust : ownership.distrustFolder(parent.toRealPath());
    }

    private Finding.Untrusted untrusted(Path real, String why) {
        return new Finding.Untrusted(real, real + " is not trusted: " + why + search.hint());
    }

    private boolean isPinned(String hash) {
        return sha256 == null || sha256.equals(hash);
    }

    /// A hash takes a second, so it is kept as long as the file is the same; so is the version. To be asked for it the
    /// program is run, so another than the pinned one is not asked.
    private Program program(Path real) throws IOException, InterruptedException {
        var stamp = stamp(real);
        if (known != null && known.path.equals(real) && known.stamp.equals(stamp)) return known;
        var hash = Sha256.of(real);
        var version = isPinned(hash) ? versions.ask(real) : null;
        if (!stamp.equals(stamp(real))) throw new IOException("it changed while it was read");
        known = new Program(real, version, hash, stamp);
        return known;
    }

    /// Whether a program is still the file that was looked at: asked right before it is started.
    boolean unchanged(Program program) {
        try {
            return stamp(program.path).equals(program.stamp);
        } catch (IOException e) {
            return false;
        }
    }

    private static String stamp(Path file) throws IOException {
        return new TreeMap<>(Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime,mode,uid"))
                .values().stream().map(Object::toString).collect(Collectors.joining(" "));
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
    /// @param stamp   by which a change of the file is seen: device, inode, size, times, mode, owner
    record Program(Path path, @Nullable String version, String sha256, String stamp) {
        SidecarHealth.Binary health() {
            return new SidecarHealth.Binary(path.toString(), version, sha256);
        }
    }
}
