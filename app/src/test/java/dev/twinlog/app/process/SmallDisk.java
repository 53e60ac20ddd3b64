package dev.twinlog.app.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// A disk of a few megabytes of memory, mounted where only the processes that enter it see it. It goes when it
/// is closed. Needs root on Linux; elsewhere tests that need it are skipped and say so.
final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";

    private final Process holder;
    private final Path at;

    private SmallDisk(Process holder, Path at) {
        this.holder = holder;
        this.at = at;
    }

    static SmallDisk mounted(Path at, int megabytes) throws IOException {
        Files.createDirectories(at);
        var holder = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o mode=700,size=\"$1\"m tmpfs \"$0\" && echo mounted && exec cat",
                        at.toString(),
                        Integer.toString(megabytes))
                .redirectErrorStream(true)
                .start();
        var said = holder.inputReader().readLine();
        if (!"mounted".equals(said)) System.err.println("*** NOT RUN: no small disk can be mounted here: " + said);
        assumeThat(said)
                .as("a small disk can be mounted (needs root and unshare)")
                .isEqualTo("mounted");
        return new SmallDisk(holder, at);
    }

    /// Whether this machine may let a small disk be mounted at all.
    static void assumePossible() {
        boolean root = "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/proc/self/ns/mnt"));
        if (!root) System.err.println("*** NOT RUN: tests with a full disk need root on Linux");
        assumeThat(root).as("root on Linux").isTrue();
    }

    /// What starts a command that sees the disk.
    List<String> entering() {
        return List.of("nsenter", "-t", Long.toString(holder.pid()), "-m", "--");
    }

    /// Where the disk is seen from outside, for plain reading and writing.
    private Path seen() {
        return Path.of("/proc/" + holder.pid() + "/root" + at);
    }

    long free() throws IOException {
        return Files.getFileStore(seen()).getUsableSpace();
    }

    /// Fills the disk until this much is free.
    void fillTo(long free) throws IOException {
        var noise = new byte[1 << 16];
        new Random(7).nextBytes(noise);
        try (var out =
                Files.newOutputStream(seen().resolve(BALLAST), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long left = free() - free; left > 0; left -= noise.length)
                out.write(noise, 0, (int) Math.min(left, noise.length));
        }
    }

    /// Gives back what was filled.
    void empty() throws IOException {
        Files.deleteIfExists(seen().resolve(BALLAST));
    }

    @Override
    public void close() {
        holder.destroy();
        holder.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
