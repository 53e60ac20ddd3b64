package dev.twinlog.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Replaces the file of settings as a whole or not at all.
final class SettingsWriter {
    private SettingsWriter() {}

    /// @param before what was read of the file; null: it was not there
    /// @throws SettingsProblem when somebody else has changed the file meanwhile
    static void write(Path settings, @Nullable String before, String after) throws SettingsProblem, IOException {
        Files.createDirectories(Objects.requireNonNull(settings.getParent()));
        try {
            new FileReplacement(OwnToml.BYTES_MAX, FileReplacement.Steps.UNTOLD)
                    .write(
                            settings,
                            before == null ? null : before.getBytes(StandardCharsets.UTF_8),
                            after.getBytes(StandardCharsets.UTF_8));
        } catch (UnfitFileException e) {
            throw new SettingsProblem(FileTrouble.words(e), e);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) {
            throw named(settings, e);
        }
    }

    /// A channel does not say which file it is that cannot be written.
    private static FileSystemException named(Path file, IOException because) {
        var named = new FileSystemException(file.toString(), null, because.getMessage());
        named.initCause(because);
        return named;
    }
}
