package dev.twinlog.testkit.agents.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Processes that a test has caused without having started them itself: they are found by what only they have, a path
/// of the test in their command line or their environment, and ended one by one.
public final class OwnProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);

    private OwnProcesses() {}

    /// Those that have this path as an argument.
    public static List<ProcessHandle> named(String path) {
        return all(pid -> words(pid, "cmdline").contains(path));
    }

    /// The app-servers, with what keeps them up to date, that run for a home: those of the user's terminal, and a child
    /// of Twinlog's.
    public static List<ProcessHandle> appServers(Path home) {
        return all(pid -> words(pid, "cmdline").contains("app-server")
                && (words(pid, "environ").contains("HOME=" + home)
                        || words(pid, "environ").contains("CODEX_HOME=" + home.resolve(".codex"))));
    }

    /// The command line of a process, in one line; empty when it is gone.
    public static String told(ProcessHandle process) {
        return String.join(" ", words(process.pid(), "cmdline"));
    }

    /// Kills these, with what they have started, and waits until they are gone.
    public static void kill(Collection<ProcessHandle> processes) {
        var whole = processes.stream()
                .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
                .distinct()
                .toList();
        whole.forEach(ProcessHandle::destroyForcibly);
        awaitGone(whole, GONE);
    }

    /// Waits until these have ended. A process that has ended and that its parent has not noticed yet is gone: where
    /// the parent is the system's first process that may take seconds.
    public static void awaitGone(Collection<ProcessHandle> processes, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        for (var left = alive(processes); !left.isEmpty(); left = alive(left)) {
            if (System.nanoTime() > until)
                throw new AssertionError("still there after " + within + ": "
                        + left.stream().map(one -> one.pid() + " " + told(one)).toList());
            // nobody tells of the end of another's child
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /// Those that have not ended.
    public static List<ProcessHandle> alive(Collection<ProcessHandle> processes) {
        return processes.stream()
                .filter(one -> one.isAlive() && !isZombie(one.pid()))
                .toList();
    }

    /// The state stands behind the name of the program, which is in brackets and may have any character.
    private static boolean isZombie(long pid) {
        try {
            var stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return true;
        }
    }

    /// The same with one.
    public static void kill(ProcessHandle process) {
        kill(List.of(process));
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
