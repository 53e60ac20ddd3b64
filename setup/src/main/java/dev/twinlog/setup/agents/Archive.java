package dev.twinlog.setup.agents;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileReplacement;
import dev.twinlog.setup.FileReplacement.Steps;
import dev.twinlog.setup.SmallFile;
import dev.twinlog.setup.UnfitFileException;
import dev.twinlog.setup.agents.SetupRecord.Written;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Our own folder of what was done to one agent's file: the record, and with a date the texts before and
/// after each change. The texts before are kept for good, as backups.
final class Archive {
    private static final DateTimeFormatter DATED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Path record;
    private final int bytesMax;
    private final FileReplacement files;

    /// @param setup Twinlog's folder for set-up
    Archive(Path setup, Agent agent, int bytesMax, Steps steps) {
        this.folder = setup.resolve(agent.wire());
        this.record = folder.resolve("record.json");
        this.bytesMax = bytesMax;
        this.files = new FileReplacement(bytesMax, steps);
    }

    /// What is on record; empty when nothing was done, or all was undone.
    SetupRecord read() throws IOException {
        var bytes = SmallFile.read(record, bytesMax);
        return bytes == null ? new SetupRecord(List.of()) : SetupRecord.of(record, bytes);
    }

    /// Puts both texts of a change on disk.
    ///
    /// @param before null: there was no file
    Written keep(Instant at, Path file, String endpoint, byte @Nullable [] before, byte[] after, List<Change> keys)
            throws IOException {
        makePrivate(folder);
        var name = free(DATED.format(at) + "-" + file.getFileName());
        if (before != null) files.write(folder.resolve(name), null, before);
        files.write(folder.resolve(name + ".after"), null, after);
        return new Written(
                at.toString(),
                file.toString(),
                endpoint,
                before == null ? null : name,
                before == null ? "" : hash(before),
                name + ".after",
                hash(after),
                keys);
    }

    /// A name that nothing has yet: two changes may be made within a millisecond.
    private String free(String wanted) {
        var name = wanted;
        for (int i = 2; Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".after")); i++)
            name = wanted + "." + i;
        return name;
    }

    void write(SetupRecord now) throws IOException {
        makePrivate(folder);
        files.write(record, SmallFile.read(record, bytesMax), now.json());
    }

    /// Forgets what was done; the texts stay.
    void clear() throws IOException {
        var bytes = SmallFile.read(record, bytesMax);
        if (bytes != null) files.remove(record, bytes);
    }

    /// The bytes before a change; null: there was no file.
    ///
    /// @throws UnfitFileException when they are not here any more
    byte @Nullable [] before(Written one) throws IOException {
        return one.before() == null ? null : kept(one.before(), one.beforeHash());
    }

    /// The bytes that a change wrote.
    byte[] after(Written one) throws IOException {
        return kept(one.after(), one.afterHash());
    }

    /// Where the text before a change lies; null: there was none.
    @Nullable
    Path backup(Written one) {
        return one.before() == null ? null : folder.resolve(one.before());
    }

    private byte[] kept(String name, String hash) throws IOException {
        var file = folder.resolve(name);
        var bytes = SmallFile.read(file, bytesMax);
        if (bytes == null || !hash(bytes).equals(hash))
            throw new UnfitFileException(
                    file + " is gone, or is not what set-up put there, so nothing can be undone by it: mend the"
                            + " agent's file by hand, as docs/setup.md shows, and delete " + record);
        return bytes;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /// Makes a folder, for the owner alone.
    static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        else Files.createDirectories(folder);
    }

    /// Opens a file to write, made for the owner alone when it is not there.
    static FileChannel openPrivate(Path file) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            return FileChannel.open(file, options);
        return FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
