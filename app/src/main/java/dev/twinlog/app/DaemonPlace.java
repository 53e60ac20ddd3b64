package dev.twinlog.app;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where the daemon of a data folder can be reached: the file `daemon` with port and process, written when it serves
/// and deleted when it ends. One that was killed leaves the file behind, so the place counts only while its process
/// holds the {@link DaemonLock}. No JSON: every command reads it, and a parser takes longer to load than the rest of
/// the command.
///
/// @param port on 127.0.0.1
public record DaemonPlace(int port, long pid) {
    private static final String FILE = "daemon";
    private static final long BYTES_MAX = 4096;

    /// Puts the place on record.
    public void write(Path dataFolder) throws IOException {
        var draft = dataFolder.resolve(FILE + "." + pid);
        Files.writeString(draft, port + " " + pid + "\n");
        var view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        if (view != null) view.setPermissions(PosixFilePermissions.fromString("rw-------"));
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
            return parsed(Files.readString(file));
        } catch (NoSuchFileException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<DaemonPlace> parsed(String text) {
        var words = text.strip().split(" ", -1);
        try {
            int port = words.length == 2 ? Integer.parseInt(words[0]) : 0;
            return port > 0 && port < 1 << 16
                    ? Optional.of(new DaemonPlace(port, Long.parseLong(words[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
