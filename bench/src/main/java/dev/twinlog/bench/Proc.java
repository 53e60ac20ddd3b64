package dev.twinlog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What `/proc` tells of a process and of its children, which end with it.
final class Proc {
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;

    private Proc() {}

    /// Most bytes that a process and its children ever had in memory; what has ended counts 0.
    static long peakBytes(ProcessHandle process) {
        return tree(process)
                .mapToLong(each -> statusBytes(each.pid(), "VmHWM:"))
                .sum();
    }

    /// Bytes that a process and its children have in memory now.
    static long residentBytes(ProcessHandle process) {
        return tree(process)
                .mapToLong(each -> statusBytes(each.pid(), "VmRSS:"))
                .sum();
    }

    private static Stream<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static long statusBytes(long pid, String field) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                            .map(line -> line.substring(field.length()).strip().split(" ", -1)[0])
                            .mapToLong(Long::parseLong)
                            .sum()
                    * 1024;
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    /// Seconds of CPU that a process that lives has used.
    static double cpuSeconds(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /// The load average over one minute.
    static double load() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
        } catch (IOException e) {
            return -1;
        }
    }
}
