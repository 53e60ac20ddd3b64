package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// This machine's file system. Where it has no inode numbers (Windows), device and inode are 0 and files are
/// told apart by path and first bytes.
final class LocalDisk implements Disk {
    private static final String UNIX_ATTRIBUTES = "unix:mode,ino,dev,size,lastModifiedTime";
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_FOLDER = 0040000;
    private static final int TYPE_LINK = 0120000;

    private final boolean unix =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    @Override
    public Stamp stamp(Path path) throws IOException {
        return unix ? unixStamp(path, LinkOption.NOFOLLOW_LINKS) : plainStamp(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Stamp target(Path path) throws IOException {
        return unix ? unixStamp(path) : plainStamp(path);
    }

    private static Stamp unixStamp(Path path, LinkOption... links) throws IOException {
        var said = Files.readAttributes(path, UNIX_ATTRIBUTES, links);
        var type = switch (number(said, "mode").intValue() & TYPE_MASK) {
            case TYPE_FILE -> Stamp.Type.FILE;
            case TYPE_FOLDER -> Stamp.Type.FOLDER;
            case TYPE_LINK -> Stamp.Type.LINK;
            default -> Stamp.Type.OTHER;
        };
        var modified = (FileTime) Objects.requireNonNull(said.get("lastModifiedTime"));
        return new Stamp(
                type,
                number(said, "size").longValue(),
                modified.to(TimeUnit.NANOSECONDS),
                number(said, "dev").longValue(),
                number(said, "ino").longValue());
    }

    private static Number number(Map<String, Object> said, String name) {
        return (Number) Objects.requireNonNull(said.get(name));
    }

    private static Stamp plainStamp(Path path, LinkOption... links) throws IOException {
        var said = Files.readAttributes(path, BasicFileAttributes.class, links);
        var type = said.isRegularFile()
                ? Stamp.Type.FILE
                : said.isDirectory() ? Stamp.Type.FOLDER : said.isSymbolicLink() ? Stamp.Type.LINK : Stamp.Type.OTHER;
        return new Stamp(type, said.size(), said.lastModifiedTime().to(TimeUnit.NANOSECONDS), 0, 0);
    }

    @Override
    public Path real(Path path) throws IOException {
        return path.toRealPath();
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    public DirectoryStream<Path> list(Path folder) throws IOException {
        return Files.newDirectoryStream(folder);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }
}
