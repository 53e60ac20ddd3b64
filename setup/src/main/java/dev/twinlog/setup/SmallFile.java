package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Reads files that people write and that are small: of any other kind nothing is opened, since a pipe or a device
/// would hold its reader for ever, and no more bytes are read than a limit.
public final class SmallFile {
    private SmallFile() {}

    /// The bytes of a regular file, links followed; null when there is none.
    ///
    /// @throws UnfitFileException when it is no regular file, or has more than so many bytes
    /// @throws IOException        when it is there and cannot be read
    public static byte @Nullable [] read(Path file, int bytesMax) throws IOException {
        try {
            refuseOther(file, Files.readAttributes(file, BasicFileAttributes.class));
            try (var in = Files.newInputStream(file)) {
                var bytes = in.readNBytes(bytesMax + 1);
                if (bytes.length > bytesMax)
                    throw new UnfitFileException(
                            file + " is larger than " + bytesMax + " bytes: shorten it, or put the right file there");
                return bytes;
            }
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return null;
        }
    }

    private static void refuseOther(Path file, BasicFileAttributes attributes) throws UnfitFileException {
        if (attributes.isRegularFile()) return;
        var sort = attributes.isDirectory() ? "a folder" : "a pipe, a socket or a device";
        throw new UnfitFileException(file + " is " + sort + ": take it away, or put a file in its place");
    }
}
