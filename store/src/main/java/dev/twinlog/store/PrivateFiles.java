package dev.twinlog.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that only their owner can read, where the file system knows owners.
final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /// Makes a folder and its parents, 0700 where it is made or already ours.
    static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
            restrict(folder, FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }

    /// Makes an empty file 0600 before anything is written to it; an existing one is restricted.
    static void file(Path file) {
        try {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // restricted below all the same
            }
            restrict(file, FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the file " + file, e);
        }
    }

    private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(permissions)) view.setPermissions(permissions);
    }
}
