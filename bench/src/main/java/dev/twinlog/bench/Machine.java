package dev.twinlog.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the figures were measured on.
///
/// @param memoryBytes of the machine
record Machine(int cores, String cpu, long memoryBytes, String kernel, String jdk, String disk) {
    /// A minute's load average per core from which on the machine counts as busy: then it is said on the page.
    static final double BUSY_LOAD_PER_CORE = 0.5;

    /// This machine.
    static Machine here(Path work) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ", -1)[0]) * 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                fileSystem(work));
    }

    private static String fileSystem(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.type();
    }

    private static String field(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    boolean isBusyAt(double load) {
        return load > BUSY_LOAD_PER_CORE * cores;
    }

    @Override
    public String toString() {
        return "%d cores (%s), %s GiB, %s, %s, JDK %s"
                .formatted(
                        cores, cpu, String.format(Locale.ROOT, "%.0f", memoryBytes / 1073741824.0), kernel, disk, jdk);
    }

    /// The commit that a checkout is at; `+` when files differ from it.
    static String commit(Path root) throws InterruptedException {
        try {
            var git = new Command(List.of("git", "-C", root.toString()), Map.of("HOME", root.toString()));
            var commit = git.with("rev-parse", "--short=10", "HEAD")
                    .run()
                    .checked("git")
                    .out()
                    .strip();
            var changes = git.with("status", "--porcelain", "--", ":!docs")
                    .run()
                    .checked("git")
                    .out();
            return changes.isBlank() ? commit : commit + "+";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
