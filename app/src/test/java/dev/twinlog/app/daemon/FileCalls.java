package dev.twinlog.app.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// What this process asked of files while it was watched, as the Java runtime itself recorded it. What SQLite's native
/// code asks is not seen.
record FileCalls(List<Call> calls) {

    /// @param event `jdk.FileRead`, `jdk.FileWrite` or `jdk.FileForce`
    /// @param bytes of a read or a write; 0 at the end of a file
    record Call(String event, Path file, long bytes) {}

    /// Something to watch.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// Watches all threads while work is done.
    static FileCalls of(Path scratch, Work work) throws Exception {
        var file = scratch.resolve("calls.jfr");
        try (var recording = new Recording()) {
            for (var event : List.of("jdk.FileRead", "jdk.FileWrite", "jdk.FileForce"))
                recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return new FileCalls(read(file));
    }

    private static List<Call> read(Path file) throws IOException {
        var events = RecordingFile.readAllEvents(file);
        Files.delete(file);
        return events.stream().map(FileCalls::call).toList();
    }

    private static Call call(RecordedEvent event) {
        var type = event.getEventType().getName();
        var bytes = type.equals("jdk.FileRead") ? "bytesRead" : type.equals("jdk.FileWrite") ? "bytesWritten" : null;
        var path = event.getString("path");
        return new Call(type, Path.of(path == null ? "" : path), bytes == null ? 0 : Math.max(0, event.getLong(bytes)));
    }

    /// Bytes read from files under a folder.
    long bytesRead(Path folder) {
        return bytes("jdk.FileRead", folder);
    }

    /// Bytes written to files under a folder.
    long bytesWritten(Path folder) {
        return bytes("jdk.FileWrite", folder);
    }

    private long bytes(String event, Path folder) {
        return calls.stream()
                .filter(call -> call.event.equals(event) && call.file.startsWith(folder))
                .mapToLong(Call::bytes)
                .sum();
    }

    /// How often something under a folder was forced to disk.
    long forces(Path folder) {
        return calls.stream()
                .filter(call -> call.event.equals("jdk.FileForce") && call.file.startsWith(folder))
                .count();
    }
}
