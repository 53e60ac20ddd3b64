package dev.twinlog.testkit.corpus;

import dev.twinlog.testkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of lines on its way to disk, with broken ones strewn in by choice.
final class Scroll {
    private static final int BROKEN_EVERY = 40;
    private static final byte[] NULS = new byte[64];

    private final Pen pen;
    private final boolean broken;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int brokenLines;

    Scroll(Pen pen, boolean broken) {
        this.pen = pen;
        this.broken = broken;
    }

    void line(Map<String, @Nullable Object> record) {
        line(Json.write(record));
    }

    void line(String text) {
        var line = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(line);
        bytes.write('\n');
        if (broken && pen.once(BROKEN_EVERY)) {
            breakOne(line);
            brokenLines++;
        }
    }

    /// What a killed agent, a failing disk or a clumsy program leave in a file.
    private void breakOne(byte[] line) {
        switch (pen.upTo(4)) {
            case 0 -> bytes.write(line, 0, 1 + pen.upTo(line.length - 1));
            case 1 -> bytes.writeBytes(pen.noise(1 + pen.upTo(300)));
            case 2 -> bytes.writeBytes(NULS);
            default -> {
                bytes.write(line, 0, line.length - 1);
                bytes.write(0xC3);
            }
        }
        bytes.write('\n');
    }

    /// Ends the file inside a line, as a killed agent does.
    void tear() {
        if (broken) bytes.writeBytes("{\"type\":\"assistant\",\"mess".getBytes(StandardCharsets.UTF_8));
    }

    int brokenLines() {
        return brokenLines;
    }

    long write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toByteArray());
        return bytes.size();
    }
}
