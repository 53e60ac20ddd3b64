package dev.twinlog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// A set of 128-bit numbers that only grows, kept in a file of its own so that it takes little memory however large it
/// becomes. It is gone when it is closed. For one thread.
public final class SeenOnce implements AutoCloseable {
    private static final int CACHE_BYTES = 8 << 20;

    private final Path file;
    private final Sqlite sqlite;

    private SeenOnce(Path file, Sqlite sqlite) {
        this.file = file;
        this.sqlite = sqlite;
    }

    /// An empty set in a new file of a folder that is there.
    ///
    /// @throws StoreException when it cannot be made
    public static SeenOnce in(Path folder) {
        try {
            var file = Files.createTempFile(folder, "seen", ".db");
            var set = new SeenOnce(file, Sqlite.writer(file, CACHE_BYTES));
            set.make();
            return set;
        } catch (IOException e) {
            throw new StoreException("cannot make a file in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void make() {
        try {
            sqlite.execute("CREATE TABLE seen (high INTEGER, low INTEGER, PRIMARY KEY (high, low)) WITHOUT ROWID");
        } catch (SQLException e) {
            close();
            throw Sqlite.failure(file, "make", e);
        }
    }

    /// Adds a number.
    ///
    /// @return whether it was not there before
    /// @throws StoreException when the disk refuses
    public boolean add(long high, long low) {
        try {
            var insert = sqlite.prepare("INSERT OR IGNORE INTO seen VALUES (?, ?)");
            insert.setLong(1, high);
            insert.setLong(2, low);
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            throw Sqlite.failure(file, "write to", e);
        }
    }

    @Override
    public void close() {
        sqlite.close();
        try {
            for (var suffix : List.of("", "-wal", "-shm"))
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        } catch (IOException e) {
            throw new StoreException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }
}
