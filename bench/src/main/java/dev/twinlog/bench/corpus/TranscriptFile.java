package dev.twinlog.bench.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// One file of lines on its way to disk.
final class TranscriptFile {
    private final Path home;
    private final String name;
    private final Bytes content = new Bytes();
    private int lines;

    TranscriptFile(Path home, String name) {
        this.home = home;
        this.name = name;
    }

    /// A buffer whose content is written without a copy.
    private static final class Bytes extends ByteArrayOutputStream {
        byte[] all() {
            return buf;
        }
    }

    void line(String text) {
        content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        content.write('\n');
        lines++;
    }

    int size() {
        return content.size();
    }

    /// Writes it, as old as what was said last in it.
    void save(Truth truth, long lastAt) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file)) {
            content.writeTo(out);
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(lastAt));
        truth.file(name, content.all(), content.size(), lines);
        truth.at(lastAt);
    }

    static String time(long millis) {
        var text = Instant.ofEpochMilli(millis).toString();
        return text.length() == "2026-01-01T00:00:00Z".length() ? text.replace("Z", ".000Z") : text;
    }
}
