package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;

/// The file system, as far as this source asks it. All of it only reads.
interface Disk {
    /// What lies at a path; of a link, the link itself.
    ///
    /// @throws java.nio.file.NoSuchFileException when nothing lies there
    Stamp stamp(Path path) throws IOException;

    /// What lies at a path, links followed.
    Stamp target(Path path) throws IOException;

    /// A path without links.
    Path real(Path path) throws IOException;

    DirectoryStream<Path> list(Path folder) throws IOException;

    /// Opens a regular file for reading; a link is refused.
    FileChannel open(Path file) throws IOException;
}
