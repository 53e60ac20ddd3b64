package dev.twinlog.testkit.agents.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Processes that a test has caused without having started them itself: they are found by what only they have, a path
/// of
/// the test in their command line or their environment, and ended one by one.
public final class OwnProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final long GONE_SECONDS = 10;

    private OwnProcesses() {}

    /// Those that have this path as an argument.
    public static List<ProcessHandle> named(String path) {
        return all(pid -> words(pid, "cmdline").contains(path));
    }

    /// The app-servers, with what keeps them up to date, that run for a home: those of the user's terminal, and a child
    /// of
    /// Twinlog's.
    public static List<ProcessHandle> appServers(Path home) {
        return all(pid -> words(pid, "cmdline").contains("app-server")
                && (words(pid, "environ").contains("HOME=" + home)
                        || words(pid, "environ").contains("CODEX_HOME=" + home.resolve(".codex"))));
    }

    /// The command line of a process, in one line; empty when it is gone.
    public static String told(ProcessHandle process) {
        return String.join(" ", words(process.pid(), "cmdline"));
    }

    /// Kills one and waits until it is gone.
    public static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(GONE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static List<ProcessHandle> all(Predicate<Long> fits) {
        return ProcessHandle.allProcesses()
                .filter(one -> one.pid() != ProcessHandle.current().pid() && fits.test(one.pid()))
                .toList();
    }

    private static List<String> words(long pid, String file) {
        try {
            var text = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return Arrays.asList(new String(text, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !unreadable(e))
                throw new UncheckedIOException(e);
            return List.of();
        }
    }

    /// Another user's, or one that is just ending: none of ours.
    private static boolean unreadable(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                || String.valueOf(e.getMessage()).contains("No such process");
    }
}
