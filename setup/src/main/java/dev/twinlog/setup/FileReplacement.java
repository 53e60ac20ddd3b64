package dev.twinlog.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replaces a small file as a whole or not at all: written beside it, forced to disk, put in its place,
/// and the folder forced too. Who is killed meanwhile leaves the old file or the new one, and perhaps a
/// draft, which the next replacement removes. Mode and owner stay; a new file is its owner's alone. Of a
/// link its target is replaced.
public final class FileReplacement {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final int bytesMax;
    private final Steps steps;

    /// What happens on the way, in this order; of a removal only the last two.
    public enum Step {
        DRAFT,
        FORCE,
        COMPARE,
        RENAME,
        FORCE_FOLDER
    }

    /// Told before each step, so that a test can end the process there.
    @FunctionalInterface
    public interface Steps {
        /// Nothing to be told.
        Steps UNTOLD = (step, file) -> {};

        void before(Step step, Path file) throws IOException;
    }

    /// @param bytesMax of a file that may be replaced
    public FileReplacement(int bytesMax, Steps steps) {
        this.bytesMax = bytesMax;
        this.steps = steps;
    }

    /// Writes a file. Its folder must be there.
    ///
    /// @param before what was read of the file; null: it was not there
    /// @throws UnfitFileException when somebody else has changed the file meanwhile, or it is a link to
    ///                            nothing
    /// @throws IOException        when it cannot be written; it is as it was then
    public void write(Path named, byte @Nullable [] before, byte[] after) throws IOException {
        var file = target(named, before != null);
        var draft = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        removeLeftDrafts(file);
        try {
            steps.before(Step.DRAFT, file);
            fill(draft, after, file, before != null);
            steps.before(Step.COMPARE, file);
            refuseIfChanged(named, before);
            steps.before(Step.RENAME, file);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        forceFolder(file);
    }

    /// Removes a file that says this.
    ///
    /// @throws UnfitFileException when somebody else has changed the file meanwhile
    public void remove(Path file, byte[] before) throws IOException {
        refuseIfChanged(file, before);
        steps.before(Step.RENAME, file);
        Files.deleteIfExists(file);
        forceFolder(file);
    }

    private static Path target(Path named, boolean isThere) throws IOException {
        if (!isThere && Files.isSymbolicLink(named))
            throw new UnfitFileException(named + " is a link to " + Files.readSymbolicLink(named)
                    + ", which is not there: make that file, or remove the link");
        return isThere ? named.toRealPath() : named;
    }

    private void refuseIfChanged(Path named, byte @Nullable [] before) throws IOException {
        if (!Arrays.equals(SmallFile.read(named, bytesMax), before))
            throw new UnfitFileException(named + " has changed meanwhile: nothing was written, try again");
    }

    /// Drafts of processes that were killed while they wrote.
    private static void removeLeftDrafts(Path file) throws IOException {
        var begin = "." + file.getFileName() + ".";
        try (var beside = Files.newDirectoryStream(
                Objects.requireNonNull(file.getParent()),
                found -> Objects.requireNonNull(found.getFileName()).toString().startsWith(begin))) {
            for (var draft : beside) {
                var pid = Objects.requireNonNull(draft.getFileName()).toString().substring(begin.length());
                boolean ours = pid.matches("[0-9]{1,18}");
                if (ours && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) Files.deleteIfExists(draft);
            }
        }
    }

    private void fill(Path draft, byte[] content, Path file, boolean isThere) throws IOException {
        Files.deleteIfExists(draft);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        var attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(draft, options, attributes)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            if (posix && isThere) takeOver(file, draft);
            steps.before(Step.FORCE, file);
            channel.force(true);
        }
    }

    /// Owner first, since a change of owner takes rights away.
    private static void takeOver(Path file, Path draft) throws IOException {
        var old = attributes(file);
        var made = attributes(draft);
        var was = old.readAttributes();
        var is = made.readAttributes();
        try {
            if (!was.owner().equals(is.owner())) made.setOwner(was.owner());
            if (!was.group().equals(is.group())) made.setGroup(was.group());
        } catch (FileSystemException e) {
            throw new UnfitFileException(
                    file + " belongs to " + was.owner() + ":" + was.group() + ": run this as that user");
        }
        made.setPermissions(was.permissions());
    }

    private static PosixFileAttributeView attributes(Path file) {
        return Objects.requireNonNull(
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /// So that the new name outlives a power cut too; where a folder cannot be forced, the platform does
    /// it by itself.
    private void forceFolder(Path file) throws IOException {
        steps.before(Step.FORCE_FOLDER, file);
        try (var folder = FileChannel.open(Objects.requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // the file itself is whole either way
        }
    }
}
