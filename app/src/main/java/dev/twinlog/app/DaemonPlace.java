package dev.twinlog.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Where the daemon of a data folder can be reached: `daemon.json`, written when it serves and deleted when
/// it ends. One that was killed leaves the file behind, so the place counts only while its process holds the
/// {@link DaemonLock}.
///
/// @param port on 127.0.0.1
public record DaemonPlace(int port, long pid) {
    private static final String FILE = "daemon.json";
    private static final long BYTES_MAX = 4096;

    /// Puts the place on record.
    public void write(Path dataFolder) throws IOException {
        var draft = dataFolder.resolve(FILE + "." + pid);
        Files.writeString(draft, "{\"port\":" + port + ",\"pid\":" + pid + "}\n");
        Files.move(
                draft, dataFolder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Takes the place off the record.
    public static void delete(Path dataFolder) throws IOException {
        Files.deleteIfExists(dataFolder.resolve(FILE));
    }

    /// What is on record; empty when nothing is, or nothing that makes sense.
    public static Optional<DaemonPlace> read(Path dataFolder) throws IOException {
        var file = dataFolder.resolve(FILE);
        try {
            if (Files.size(file) > BYTES_MAX) return Optional.empty();
            try (var json = new JsonFactory().createParser(Files.readAllBytes(file))) {
                return parsed(json);
            }
        } catch (NoSuchFileException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<DaemonPlace> parsed(JsonParser json) throws IOException {
        long port = 0;
        long pid = 0;
        if (json.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals("port")) port = json.getValueAsLong();
            if (name.equals("pid")) pid = json.getValueAsLong();
        }
        return port > 0 && port < 1 << 16 ? Optional.of(new DaemonPlace((int) port, pid)) : Optional.empty();
    }
}
