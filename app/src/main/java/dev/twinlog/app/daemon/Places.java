package dev.twinlog.app.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// What lies where in a data folder.
///
/// @param data the data folder
record Places(Path data) {
    Path journal() {
        return data.resolve("journal");
    }

    Path store() {
        return data.resolve("store");
    }

    /// Where a store is made anew before it takes the place of the old one.
    Path newStore() {
        return data.resolve("store.new");
    }

    private Path oldStore() {
        return data.resolve("store.old");
    }

    /// Where a store is settled anew to compare it.
    Path scratch() {
        return data.resolve("verify");
    }

    /// Where an answer keeps what it needs while it is written.
    Path desk() {
        return data.resolve("desk");
    }

    /// Where marks of the moment of a question are made.
    Path barrier() {
        return data.resolve("barrier");
    }

    /// Makes the data folder, for the owner alone.
    void makeData() throws IOException {
        makePrivate(data);
    }

    /// Makes the folders, for the owner alone, and finishes a swap that a crash interrupted.
    void make() throws IOException {
        makePrivate(data);
        makePrivate(barrier());
        if (!Files.exists(store()) && Files.exists(oldStore())) Files.move(oldStore(), store());
        clear(oldStore());
        clear(newStore());
        clear(scratch());
        clear(desk());
        makePrivate(desk());
    }

    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix"))
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// Puts the new store in place of the old one.
    void swapStore() throws IOException {
        clear(oldStore());
        if (Files.exists(store())) Files.move(store(), oldStore(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(newStore(), store(), StandardCopyOption.ATOMIC_MOVE);
        clear(oldStore());
    }

    /// Removes a folder of ours with all in it.
    void clear(Path folder) throws IOException {
        if (!folder.startsWith(data) || folder.equals(data))
            throw new IllegalArgumentException(folder + " is no folder inside " + data);
        if (!Files.exists(folder)) return;
        try (var found = Files.walk(folder)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
