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
<<<<<<< HEAD
            new FileReplacement(OwnToml.BYTES_MAX, FileReplacement.Steps.UNTOLD)
                    .write(
                            settings,
                            before == null ? null : before.getBytes(StandardCharsets.UTF_8),
                            after.getBytes(StandardCharsets.UTF_8));
        } catch (UnfitFileException e) {
            throw new SettingsProblem(FileTrouble.words(e), e);
=======
            fillNamed(file, draft, after, rights(file, before != null));
            if (!Objects.equals(SettingsFile.text(settings), before))
                throw new SettingsProblem(settings + " has changed meanwhile: nothing was written, try again");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        forceFolder(file);
    }

    /// Drafts of processes that were killed while they wrote.
    private static void removeLeftDrafts(Path file) throws IOException {
        var begin = "." + file.getFileName() + ".";
        try (var beside = Files.newDirectoryStream(Objects.requireNonNull(file.getParent()), begin + "*")) {
            for (var draft : beside) {
                var pid = Objects.requireNonNull(draft.getFileName()).toString().substring(begin.length());
                boolean ours = pid.matches("[0-9]{1,18}");
                if (ours && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) Files.deleteIfExists(draft);
            }
        }
    }

    /// Those of the file that is there, or the owner's alone; null where the platform knows none.
    private static @Nullable Set<PosixFilePermission> rights(Path file, boolean isThere) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return null;
        return isThere ? Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS) : OWNER_ONLY;
    }

    /// A channel does not say which file it is that cannot be written.
    private static void fillNamed(Path file, Path draft, String text, @Nullable Set<PosixFilePermission> rights)
            throws IOException {
        try {
            fill(draft, text, rights);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) {
            var named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static void fill(Path draft, String text, @Nullable Set<PosixFilePermission> rights) throws IOException {
        Files.deleteIfExists(draft);
        var attributes = rights == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)};
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(draft, options, attributes)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            if (rights != null) Files.setPosixFilePermissions(draft, rights);
            channel.force(true);
        }
    }

    /// So that the new name outlives a power cut too; where a folder cannot be forced, the platform does it by itself.
    private static void forceFolder(Path file) {
        try (var folder = FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // the file itself is whole either way
>>>>>>> mendcli
        }
    }
}
