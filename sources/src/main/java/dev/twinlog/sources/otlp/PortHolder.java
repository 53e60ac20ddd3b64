package dev.twinlog.sources.otlp;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The process that listens on a port, as far as this system tells it: on Linux, and for processes of the
/// same user.
///
/// @param pid     its number; {@link #UNKNOWN} when the system does not tell it
/// @param command the name of its program; empty when it is not told
public record PortHolder(long pid, String command) {
    /// No process has this number.
    public static final long UNKNOWN = 0;

    private static final String LISTENING = "0A";
    private static final int COMMAND_MAX = 64;

    static Optional<PortHolder> of(int port) {
        return of(Path.of("/proc"), port);
    }

    /// Nobody when nobody listens there, or the system does not tell of listeners; an unknown process when it is
    /// somebody else's.
    ///
    /// @param proc where the system tells of its processes: proc(5)
    public static Optional<PortHolder> of(Path proc, int port) {
        var sockets = new HashSet<String>();
        for (var table : List.of("net/tcp", "net/tcp6")) sockets.addAll(sockets(lines(proc.resolve(table)), port));
        if (sockets.isEmpty()) return Optional.empty();
        return children(proc).stream()
                .filter(process -> process.getFileName().toString().matches("\\d+"))
                .filter(process -> holds(process, sockets))
                .map(PortHolder::of)
                .findFirst()
                .or(() -> Optional.of(new PortHolder(UNKNOWN, "")));
    }

    private static PortHolder of(Path process) {
        var command = String.join(" ", lines(process.resolve("comm"))).replaceAll("[^ -~]", "?");
        return new PortHolder(
                Long.parseLong(process.getFileName().toString()),
                command.substring(0, Math.min(command.length(), COMMAND_MAX)));
    }

    /// The sockets that listen on a port, by the names that open files of processes have for them.
    private static Set<String> sockets(List<String> table, int port) {
        var ending = String.format(Locale.ROOT, ":%04X", port);
        var sockets = new HashSet<String>();
        for (var line : table) {
            var columns = line.strip().split(" +", -1);
            if (columns.length > 9 && columns[1].endsWith(ending) && columns[3].equals(LISTENING))
                sockets.add("socket:[" + columns[9] + "]");
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        return children(process.resolve("fd")).stream().anyMatch(file -> sockets.contains(target(file)));
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /// None where it cannot be looked.
    private static List<Path> children(Path folder) {
        var children = new ArrayList<Path>();
        try (var all = Files.newDirectoryStream(folder)) {
            all.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            return children;
        }
        return children;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        if (pid == UNKNOWN) return "another process";
        return "process " + pid + (command.isEmpty() ? "" : " (" + command + ")");
    }
}
