package dev.twinlog.app.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who listens at a TCP port of this machine, as Linux tells it: proc(5), `/proc/net/tcp`, and the open
/// files of processes. Elsewhere, and of other users' processes, nobody is found.
record PortHolder(Path proc) {
    /// The state `LISTEN` in `/proc/net/tcp`.
    private static final String LISTEN = "0A";

    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /// The holder in words, or null.
    @Nullable
    String of(int port) {
        var inodes = new ArrayList<String>();
        for (var table : List.of("tcp", "tcp6"))
            inodes.addAll(listening(read(proc.resolve("net").resolve(table)), port));
        if (inodes.isEmpty()) return null;
        try (var processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var process : processes) if (hasOpen(process, inodes)) return words(process);
        } catch (IOException e) {
            // it cannot be told
        }
        return "another process";
    }

    /// The inodes of the sockets that listen at a port.
    static List<String> listening(String table, int port) {
        var end = ":" + "%04X".formatted(port);
        return table.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields ->
                        fields.length > INODE && fields[ADDRESS].endsWith(end) && fields[STATE].equals(LISTEN))
                .map(fields -> fields[INODE])
                .toList();
    }

    private static boolean hasOpen(Path process, List<String> inodes) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> inodes.stream().anyMatch(inode -> leadsTo(file, "socket:[" + inode + "]")));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static boolean leadsTo(Path link, String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static String words(Path process) {
        var name = read(process.resolve("comm")).strip();
        return "process " + process.getFileName() + (name.isEmpty() ? "" : " (" + name + ")");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
